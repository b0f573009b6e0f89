import mjml2html from 'mjml'
import { describe, expect, it } from 'vitest'
import { makeTemplate } from './make-template.ts'
import { sampleMessage, sampleProgramme } from './programme.test-support.ts'
import { type MessageContact, renderMessage } from './render-message.ts'

const programme = sampleProgramme()
const grace: MessageContact = { id: 'c 7', properties: { first_name: 'Grace', 'account.name': 'Navy & Co' } }
const strict = { validationLevel: 'strict', ignoreIncludes: true, keepComments: false } as const
const bodied = (body: string) => sampleMessage('m', 1, { body })

describe('a rendered message', () => {
  it('says what people wrote, with the data of the contact', async () => {
    const { subject, html, text, isBrief, notes } = await renderMessage(
      programme,
      sampleMessage('m', 1, {
        subjects: ['For {{ account.name }}'],
        body: 'Hello {{ contact.first_name }} <3\n\nSee https://example.org/a?b=1&c=2.',
      }),
      grace,
    )
    expect(subject).toBe('For Navy & Co')
    expect(html).toContain('<p>Hello Grace &lt;3</p>')
    expect(html).toContain('<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.</p>')
    expect(html).toContain('<title>For Navy &amp; Co</title>')
    expect(text).toContain('Hello Grace <3\n\nSee https://example.org/a?b=1&c=2.\n')
    expect({ isBrief, notes }).toEqual({ isBrief: false, notes: [] })
  })

  it('takes braces and markup in a name for data', async () => {
    const name = '{{ contact.secret }}<b>"x"</b>{% raw %}'
    const nasty = { id: 'n', properties: { first_name: name, secret: 'told' } }
    const { html, text, subject } = await renderMessage(programme, sampleMessage('m', 1, { subjects: ['{{ contact.first_name }}'] }), nasty)
    expect(html).toContain('Hello {{ contact.secret }}&lt;b&gt;&#34;x&#34;&lt;/b&gt;{% raw %},')
    expect(text).toContain(`Hello ${name},`)
    expect(subject).toBe(name)
    expect(`${html}${text}`).not.toContain('told')
  })

  it('escapes what a filter or a kept value would let through', async () => {
    const contact = { id: 'n', properties: { first_name: '<b>' } }
    const body = '{{ contact.first_name | raw }} {% assign x = contact.first_name %}{{ x | upcase }} {{ contact.first_name | escape }}'
    const { html } = await renderMessage(programme, bodied(body), contact)
    expect(html).toContain('&lt;b&gt; &lt;B&gt; &lt;b&gt;')
  })

  it('keeps line breaks of data out of the headers', async () => {
    const contact = { id: 'n', properties: { first_name: 'A\r\nBcc: all@example.org' } }
    const { subject, headers } = await renderMessage(programme, sampleMessage('m', 1, { subjects: ['{{ contact.first_name }}'] }), contact)
    expect(subject).toBe('A Bcc: all@example.org')
    expect(headers.every(({ value }) => !/[\r\n]/.test(value))).toBe(true)
  })

  it('shows names of the programme that hold braces as they are', async () => {
    const sender = { name: 'Team {{ x }} {% if %}', email: 'a@example.org', replyTo: null }
    const { text, headers, subject } = await renderMessage(
      { ...programme, sender },
      sampleMessage('m', 1, { name: '{{{% a', subjects: [] }),
      grace,
    )
    expect(text).toContain('Sent by Team {{ x }} {% if %}, a@example.org')
    expect(headers[0]).toEqual({ name: 'From', value: '"Team {{ x }} {% if %}" <a@example.org>' })
    expect(subject).toBe('{{{% a')
  })

  it('says that it is a brief where nobody wrote a body', async () => {
    const { html, text, isBrief, notes } = await renderMessage(
      programme,
      sampleMessage('m', 1, { body: '', asset: 'guide', question: 'Is it {{ safe }}?' }),
      grace,
    )
    expect(isBrief).toBe(true)
    expect(text).toContain('BRIEF, NOT THE MESSAGE')
    expect(html).toContain('<p>It answers: Is it {{ safe }}?</p>')
    expect(text).toContain('Ideas for its subject, no more than ideas: About m')
    expect(notes).toEqual([expect.stringContaining('the brief')])
  })

  it('names what is not known of the contact', async () => {
    const { notes, html } = await renderMessage(programme, bodied('Hi {{ contact.nick }}{{ other }}'), grace)
    expect(notes).toEqual(['Not known of this contact, so nothing stands in their place: contact.nick, other.'])
    expect(html).toContain('<p>Hi </p>')
  })

  it('has the headers of one-click unsubscribing, with the contact in the address', async () => {
    const { headers, html, text } = await renderMessage(programme, bodied('x'), { id: 'a/b&"c', properties: {} })
    const url = 'https://example.org/u?c=a%2Fb%26%22c'
    expect(headers).toEqual([
      { name: 'From', value: '"Ada of Example" <ada@example.org>' },
      { name: 'Reply-To', value: 'team@example.org' },
      { name: 'Content-Language', value: 'en' },
      { name: 'List-Unsubscribe', value: `<${url}>` },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ])
    expect(html).toContain(`<a href="${url}">Unsubscribe with one click</a>`)
    expect(text).toContain(`Unsubscribe with one click: ${url}`)
  })

  it('owes no unsubscribing where an event owes it', async () => {
    const [order] = programme.transactional
    if (order === undefined) throw new Error('the sample has an order confirmation')
    const { headers, html } = await renderMessage(programme, order, grace)
    expect(headers.map(({ name }) => name)).toEqual(['From', 'Reply-To', 'Content-Language'])
    expect(html).not.toContain('nsubscribe')
  })

  it('says in the message itself that it must not be sent without an address to unsubscribe', async () => {
    const { html, notes } = await renderMessage({ ...programme, unsubscribe: null, sender: null }, bodied('x'), grace)
    expect(html).toContain('There is no address to unsubscribe: do not send this message.')
    expect(notes).toEqual(['Nobody said who sends it.', 'There is no address to unsubscribe: such a message must not be sent.'])
  })

  it('keeps choices that span paragraphs', async () => {
    const body = 'A\n\n{% if contact.vip %}\n\nB\n\nC{% else %}D{% endif %}\n\nE'
    const of = async (vip: boolean) => (await renderMessage(programme, bodied(body), { id: 'x', properties: { vip } })).html
    expect((await of(true)).replaceAll(/\s+/g, '')).toContain('>A<br/><br/><br/><br/>B<br/><br/>C<br/><br/>E</div>')
    expect((await of(false)).replaceAll(/\s+/g, '')).toContain('>A<br/><br/>D<br/><br/>E</div>')
  })

  it.each([
    ['{{ contact.x', 'message "m", body: the Liquid cannot be read: output "{{ contact.x" not closed'],
    ['{% if a %}', 'tag {% if a %} not closed'],
    ['{% render "x" %}', '"{% render \\"x\\" %}" is not allowed in a message. Allowed tags: if'],
    ['{% echo contact.x %}', 'is not allowed'],
    ['{{ a | nothing }}', 'undefined filter: nothing'],
  ])('refuses %s', async (body, told) => {
    await expect(renderMessage(programme, bodied(body), grace)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(told),
    })
  })

  it.each(['http://example.org/u', 'javascript:alert(1)', 'https://exa mple.org'])('refuses %s to unsubscribe', async (unsubscribe) => {
    await expect(renderMessage({ ...programme, unsubscribe }, bodied('x'), grace)).rejects.toThrow('is no https address to unsubscribe')
  })

  it('refuses an address to unsubscribe that a contact breaks', async () => {
    const broken = { ...programme, unsubscribe: 'https://example.org/{{ contact.id }}' }
    await expect(renderMessage(broken, bodied('x'), { id: 'a> b', properties: {} })).rejects.toThrow('which is no https address')
  })
})

describe('a template', () => {
  it('is MJML without a fault, in the language, for dark screens, and compiles to the HTML beside it', async () => {
    const { mjml, html } = await makeTemplate(programme, sampleMessage('m', 1, { language: 'de', asset: 'guide' }))
    const again = await mjml2html(mjml, strict)
    expect(again.html).toBe(html)
    expect(html).toContain('<html lang="de"')
    expect(html).toContain('Mit einem Klick abmelden')
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).toContain('name="viewport"')
    expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull()
    expect(html).toContain('href="https://example.org/guide?a=1&amp;b=&quot;2&quot;"')
    await expect(mjml2html(mjml.replace('mj-button', 'mj-bottom'), strict)).rejects.toThrow('mj-bottom')
  })

  it('keeps the Liquid and escapes what it prints', async () => {
    const { html, text, mjml } = await makeTemplate(
      programme,
      bodied('Hi {{- contact.first_name -}} {% if contact.seats < 3 %}few{% endif %}'),
    )
    for (const markup of [html, mjml])
      expect(markup).toContain('{{- contact.first_name | escape -}} {% if contact.seats < 3 %}few{% endif %}')
    expect(text).toContain('Hi {{- contact.first_name -}} {% if contact.seats < 3 %}few{% endif %}')
  })
})
