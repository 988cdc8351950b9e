// What src-main/features/attachments asks of the disk, worked off at once instead of in Node's other threads (see
// module-hooks.ts), on a disk that may be full, and whose power may go: what was not synced by then is cut off, and a name whose
// folder was not is gone.
import * as fs from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { mountedOver } from './disk.ts'

/** Written and not synced; named and the folder not synced. */
const [unsynced, unnamed] = [new Set<string>(), new Set<string>()]

function soon<T>(path: string, work: () => T): Promise<T> {
  const disk = mountedOver(path)
  // A process that is gone waits for its disk for ever.
  if (disk === undefined || disk.isDead) return new Promise(() => undefined)
  return new Promise((resolve) => {
    resolve(work())
  })
}

export const mkdir = (path: string, options: fs.MakeDirectoryOptions): Promise<unknown> =>
  soon(path, () => fs.mkdirSync(path, options))
export const readdir = (path: string): Promise<string[]> => soon(path, () => fs.readdirSync(path).sort())
export const rm = (path: string, options: fs.RmOptions): Promise<void> => soon(path, () => fs.rmSync(path, options))
export const readFile = (path: string, encoding: BufferEncoding): Promise<string> =>
  soon(path, () => fs.readFileSync(path, encoding))
export const stat = (path: string): Promise<fs.Stats> => soon(path, () => fs.statSync(path))
export const utimes = (path: string): Promise<void> => soon(path, () => undefined)
export const statfs = (path: string): Promise<{ bavail: number; bsize: number }> =>
  soon(path, () => ({ bavail: 1_000_000, bsize: 1_000_000 }))

export function rename(from: string, to: string): Promise<void> {
  return soon(from, () => {
    fs.renameSync(from, to)
    if (unsynced.delete(from)) unsynced.add(to)
    unnamed.add(to)
  })
}

export interface FileHandle {
  writeFile(bytes: Buffer | string): Promise<void>
  read(into: Buffer, offset: number, length: number, at: number): Promise<{ bytesRead: number }>
  stat(): Promise<fs.Stats>
  sync(): Promise<void>
  close(): Promise<void>
}

export function open(path: string, flags: string, mode?: number): Promise<FileHandle> {
  return soon(path, () => handleOf(path, fs.openSync(path, flags, mode)))
}

function handleOf(path: string, fd: number): FileHandle {
  return {
    writeFile: (bytes) =>
      soon(path, () => {
        if (mountedOver(path)?.isFull('files') === true) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
        fs.writeSync(fd, Buffer.from(bytes))
        unsynced.add(path)
      }),
    read: (into, offset, length, at) => soon(path, () => ({ bytesRead: fs.readSync(fd, into, offset, length, at) })),
    stat: () => soon(path, () => fs.fstatSync(fd)),
    sync: () =>
      soon(path, () => {
        unsynced.delete(path)
        for (const name of [...unnamed]) if (dirname(name) === path) unnamed.delete(name)
      }),
    close: () => soon(path, () => fs.closeSync(fd)),
  }
}

/** The files of one life of a machine as its next one finds them. */
export function copyEvidence(from: string, to: string): void {
  for (const folder of ['kept', 'ways', 'fetched-for']) copyFolder(join(from, 'attachments', folder), join(to, 'attachments', folder))
  for (const known of [unsynced, unnamed]) for (const path of [...known]) if (path.startsWith(from + sep)) known.delete(path)
}

function copyFolder(old: string, fresh: string): void {
  if (!fs.existsSync(old)) return
  fs.mkdirSync(fresh, { recursive: true, mode: 0o700 })
  for (const name of fs.readdirSync(old).filter((one) => !unnamed.has(join(old, one)))) {
    const bytes = fs.readFileSync(join(old, name))
    const left = unsynced.has(join(old, name)) ? bytes.subarray(0, bytes.length / 2) : bytes
    fs.writeFileSync(join(fresh, name), left, { mode: 0o600 })
  }
}

/** In file-type's place, which reads as from a stream. */
export const fileTypeFromBuffer = (head: Uint8Array): Promise<{ readonly mime: string } | undefined> =>
  Promise.resolve(head[0] === 0xff && head[1] === 0xd8 ? { mime: 'image/jpeg' } : undefined)
