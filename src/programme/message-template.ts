/** A header of a mail. In a template its value may hold Liquid. */
export interface MailHeader {
  name: string
  value: string
}

/** A message as it is handed to a tool: every text still holds the Liquid that people wrote, and nobody's data. */
export interface MessageTemplate {
  /** Id of the message in the programme. */
  id: string
  /** One line: the first subject idea, else the message's name. */
  subject: string
  mjml: string
  html: string
  text: string
  headers: readonly MailHeader[]
  /** Nobody wrote the body yet: what stands there is the brief, and says so. */
  isBrief: boolean
}
