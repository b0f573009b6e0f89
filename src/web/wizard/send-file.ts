import type { z } from 'zod'
import { addressOf, answers, failureSchema } from '../../api/contract.ts'

type Kept = z.infer<typeof answers.uploads>[number]

/** Sends a file to be kept aside and reports the bytes sent; fails with the server's words. */
export function sendFile(file: File, onSent: (bytes: number) => void): Promise<Kept> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf('uploads', {}, { name: file.name }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onSent(event.loaded)
    request.onerror = () => reject(new Error(`The connection to the server broke off. Send ${file.name} again.`))
    request.onload = () => {
      const body: unknown = bodyOf(request)
      const kept = answers.uploads.element.safeParse(body)
      if (request.status < 300 && kept.success) return resolve(kept.data)
      const failure = failureSchema.safeParse(body)
      reject(new Error(failure.success ? failure.data.message : `The server answered ${request.status} without saying why.`))
    }
    request.send(file)
  })
}

function bodyOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return null
  }
}
