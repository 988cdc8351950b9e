// Out of a log of system calls: what a process did to the files of one folder, in order, and when it said that something was
// safe.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** One step. `file` is a name below the folder. `said` is a line on the process's own stdout. */
export type DiskStep =
  | { readonly what: 'made'; readonly file: string }
  | { readonly what: 'written'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly what: 'cut'; readonly file: string; readonly size: number }
  | { readonly what: 'grown'; readonly file: string; readonly size: number }
  | { readonly what: 'synced'; readonly file: string }
  | { readonly what: 'folder-synced'; readonly folder: string }
  | { readonly what: 'renamed'; readonly file: string; readonly to: string }
  | { readonly what: 'erased'; readonly file: string }
  | { readonly what: 'said'; readonly line: string }

/** The calls to be recorded; anything that changes a file by another one would be missed, so the process must not use any. */
export const TRACED = 'openat,close,write,pwrite64,fsync,fdatasync,ftruncate,fallocate,rename,renameat,renameat2,unlink,unlinkat'

const STDOUT = 1

interface OpenFile {
  readonly path: string
  at: number
  readonly appends: boolean
}

/** In the order in which calls returned; what was said counts from when saying it was begun. */
export async function readTrace(log: string, folder: string): Promise<DiskStep[]> {
  const reader = new TraceReader(folder)
  for await (const line of createInterface({ input: createReadStream(log, 'latin1') })) reader.take(line)
  return reader.steps
}

class TraceReader {
  readonly steps: DiskStep[] = []
  readonly #folder: string
  /** One process: its threads share the numbers. */
  readonly #open = new Map<number, OpenFile>()
  /** Calls that were interrupted by another thread's, by thread. */
  readonly #begun = new Map<string, string>()
  /** Whatever else is synced is a folder. */
  readonly #files = new Set<string>()
  #word = ''

  constructor(folder: string) {
    this.#folder = folder
  }

  take(line: string): void {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1]
    if (begun !== undefined) {
      this.#begun.set(thread, begun)
      this.#hearWord(begun)
      return
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1]
    const call = resumed === undefined ? rest : (this.#begun.get(thread) ?? '') + resumed
    if (resumed === undefined) this.#hearWord(call)
    const [, name = '', args = '', result = '-1'] = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(call) ?? []
    if (!result.startsWith('-')) this.#done(name, args, Number(result))
  }

  /** Counts from the moment it is begun: whoever was to hear it may have heard it. */
  #hearWord(call: string): void {
    const [, text] = /^write\(1, "((?:\\x[0-9a-f]{2})*)"/.exec(call) ?? []
    if (text === undefined) return
    this.#word += bytesOf(text).toString('utf8')
    const lines = this.#word.split('\n')
    this.#word = lines.pop() ?? ''
    for (const line of lines) this.steps.push({ what: 'said', line })
  }

  #done(name: string, args: string, result: number): void {
    const fd = Number(/^\d+/.exec(args)?.[0] ?? Number.NaN)
    const paths = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text = '']) => bytesOf(text).toString('utf8'))
    if (name === 'openat') this.#opened(paths[0] ?? '', args, result)
    else if (name === 'close') this.#open.delete(fd)
    else if (name === 'write' || name === 'pwrite64') this.#written(name, fd, args, result)
    else if (name.startsWith('rename')) this.#renamed(paths[0] ?? '', paths[1] ?? '')
    else if (name.startsWith('unlink')) this.#named(paths[0] ?? '', (file) => ({ what: 'erased', file }))
    else this.#onOpenFile(name, fd, args)
  }

  #opened(path: string, args: string, fd: number): void {
    this.#open.set(fd, { path, at: 0, appends: args.includes('O_APPEND') })
    if (args.includes('O_CREAT')) {
      this.#files.add(path)
      this.#named(path, (file) => ({ what: 'made', file }))
    }
    if (args.includes('O_TRUNC')) this.#named(path, (file) => ({ what: 'cut', file, size: 0 }))
  }

  #written(name: string, fd: number, args: string, count: number): void {
    const open = this.#open.get(fd)
    if (open === undefined || fd === STDOUT) return
    if (open.appends) throw new Error(`${open.path} was opened for appending: its end is not known`)
    const [, text = ''] = /"((?:\\x[0-9a-f]{2})*)"/.exec(args) ?? []
    const at = name === 'pwrite64' ? Number(/(\d+)$/.exec(args)?.[1] ?? 0) : open.at
    if (name === 'write') open.at += count
    this.#named(open.path, (file) => ({ what: 'written', file, at, bytes: bytesOf(text).subarray(0, count) }))
  }

  #renamed(from: string, to: string): void {
    const target = this.#below(to)
    if (target !== null) this.#named(from, (file) => ({ what: 'renamed', file, to: target }))
  }

  #onOpenFile(name: string, fd: number, args: string): void {
    const path = this.#open.get(fd)?.path
    if (path === undefined) return
    const last = Number(/(\d+)$/.exec(args)?.[1] ?? 0)
    if (name === 'ftruncate') this.#named(path, (file) => ({ what: 'cut', file, size: last }))
    else if (name === 'fallocate') {
      const [, , offset = '0', length = '0'] = args.split(', ')
      this.#named(path, (file) => ({ what: 'grown', file, size: Number(offset) + Number(length) }))
    } else if (this.#files.has(path)) this.#named(path, (file) => ({ what: 'synced', file }))
    else if (path === this.#folder) this.steps.push({ what: 'folder-synced', folder: '' })
    else this.#named(path, (folder) => ({ what: 'folder-synced', folder }))
  }

  #named(path: string, step: (file: string) => DiskStep): void {
    const file = this.#below(path)
    // Shared memory of a WAL is made anew by whoever opens the file first.
    if (file !== null && !file.endsWith('-shm')) this.steps.push(step(file))
  }

  #below(path: string): string | null {
    return path.startsWith(`${this.#folder}/`) ? path.slice(this.#folder.length + 1) : null
  }
}

function bytesOf(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll('\\x', ''), 'hex')
}
