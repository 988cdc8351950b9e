// What src-main/link/snapshot-file.ts asks of the disk, worked off at once instead of in Node's other threads: invented time must
// not go on while a file is written, or a seed would not tell the same story twice (see module-hooks.ts).
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Readable, Transform, Writable } from 'node:stream'
import { zstdDecompressSync } from 'node:zlib'

export { rmSync }

interface OpenFile {
  writeFile(chunk: Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

const soon = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work())
  })

export const readFile = (file: string, encoding: 'utf8'): Promise<string> => soon(() => readFileSync(file, encoding))
export const stat = (file: string): Promise<{ readonly size: number }> => soon(() => statSync(file))
export const writeFile = (file: string, text: string, options: { readonly mode: number }): Promise<void> =>
  soon(() => writeFileSync(file, text, options))

export function open(file: string, flag: 'w' | 'a', mode: number): Promise<OpenFile> {
  return soon(() => {
    if (flag === 'w') writeFileSync(file, '', { mode })
    return {
      writeFile: (chunk) => soon(() => appendFileSync(file, chunk, { mode })),
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
  })
}

export const createReadStream = (file: string): Readable => Readable.from([readFileSync(file)])

export function createWriteStream(file: string): Writable {
  writeFileSync(file, '', { mode: 0o600 })
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      appendFileSync(file, chunk)
      done()
    },
  })
}

export function createZstdDecompress(): Transform {
  const chunks: Buffer[] = []
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      try {
        done(null, zstdDecompressSync(Buffer.concat(chunks)))
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
}
