/** What moves a message to a later time (rules R6, R9). */
export const programmeMoves = ['calendar', 'gap', 'personCap', 'colleague', 'openDeal', 'priority'] as const
export type MovedBy = (typeof programmeMoves)[number]

/** What becomes of a message: sent; due after the horizon; or why it never goes (rules R1, R6, R9). */
export const programmeFates = ['sent', 'waiting', 'left', 'acted', 'cap', 'hadIt', 'tooLate', 'noTime', 'noConsent', 'holdout'] as const
export type Fate = (typeof programmeFates)[number]
