/** What is used of mjml, which brings no types of its own. */
declare module 'mjml' {
  export interface MjmlOptions {
    validationLevel: 'strict' | 'soft' | 'skip'
    ignoreIncludes: boolean
    keepComments: boolean
  }
  export default function mjml2html(source: string, options: MjmlOptions): Promise<{ html: string }>
}
