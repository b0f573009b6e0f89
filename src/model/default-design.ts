/** What a design is asked with where nobody says otherwise: days, messages of one stage, a share (rules R1 to R3). */
export const defaultDesign = { minGapDays: 7, cap: 5, firstDay: 1, holdout: 0.1 } as const
