/** Text that is data and no template: its braces are written so that Liquid prints them. */
export function literalText(text: string): string {
  return text.replaceAll(/\{(?=[{%])/g, "{{ '{' }}")
}
