/** What is used of mjml, which brings no types of its own. */
declare module 'mjml' {
  export interface MjmlOptions {
    validationLevel: 'strict' | 'soft' | 'skip'
    ignoreIncludes: boolean
    keepComments: boolean
  }
  export default function mjml2html(source: string, options: MjmlOptions): Promise<{ html: string }>
}

/** What is used of bpmn-moddle, whose own types leave the class out. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    readonly $type: string
    [property: string]: unknown
  }
  export class BpmnModdle {
    create(type: string, properties?: object): ModdleElement
    toXML(element: ModdleElement, options: { format: boolean }): Promise<{ xml: string }>
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: readonly { message: string }[] }>
  }
}

/** What is used of bpmnlint in tests. */
declare module 'bpmnlint' {
  export class Linter {
    constructor(options: { config: object; resolver: unknown })
    lint(definitions: unknown): Promise<Record<string, readonly { id: string; message: string; category: string }[]>>
  }
}
declare module 'bpmnlint/lib/resolver/node-resolver.js' {
  export default class NodeResolver {}
}
