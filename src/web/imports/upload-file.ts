import { addressOf, failureSchema } from '../../api/contract.ts'

/** Sends a file as it is and reports the bytes sent; resolves when the server has begun to import it, fails with the server's words. */
export function uploadFile(file: File, how: { source: string; mapping: string }, onSent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf('imports', {}, { name: file.name, source: how.source.trim(), mapping: how.mapping.trim() }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onSent(event.loaded)
    request.onerror = () => reject(new Error('The connection to the server broke off. Send the file again.'))
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(wordsOf(request))))
    request.send(file)
  })
}

function wordsOf(request: XMLHttpRequest): string {
  try {
    return failureSchema.parse(JSON.parse(request.responseText)).message
  } catch {
    return `The server answered ${request.status} without saying why.`
  }
}
