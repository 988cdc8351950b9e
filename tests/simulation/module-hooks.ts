// Node's own module hooks: they put the faulty driver in the real one's place, let a snapshot's files be worked off at once and,
// for mutants, take a safeguard out of the source text as it is loaded. Nothing of the product knows of it.
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'

/** One edit of a source file; white space in `find` stands for any white space. */
export interface SourceEdit {
  /** Project-relative. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

const root = resolve(import.meta.dirname, '../..')
const urlOf = (path: string): string => pathToFileURL(resolve(root, path)).href
const driverUrl = urlOf('src-main/db-worker/driver.ts')
const faultyUrl = urlOf('tests/simulation/faulty-driver.ts')
const snapshotUrl = urlOf('src-main/link/snapshot-file.ts')
const filesUrl = urlOf('tests/simulation/files-on-this-thread.ts')
const kindUrl = urlOf('src-main/features/attachments/file-kind.ts')
const evidenceFolder = urlOf('src-main/features/attachments')
const evidenceDiskUrl = urlOf('tests/simulation/evidence-disk.ts')
const fileModules: ReadonlySet<string> = new Set(['node:fs', 'node:fs/promises', 'node:zlib'])

/** Call once, before anything of src-main is imported. */
export function hookModules(edits: readonly SourceEdit[]): void {
  const byUrl = Map.groupBy(edits, ({ file }) => urlOf(file))
  registerHooks({
    resolve(specifier, context, next) {
      if (context.parentURL === snapshotUrl && fileModules.has(specifier)) return { url: filesUrl, shortCircuit: true }
      if (context.parentURL?.startsWith(`${evidenceFolder}/`) === true && specifier === 'node:fs/promises')
        return { url: evidenceDiskUrl, shortCircuit: true }
      if (context.parentURL === kindUrl && specifier === 'file-type') return { url: evidenceDiskUrl, shortCircuit: true }
      const found = next(specifier, context)
      return found.url === driverUrl && context.parentURL !== faultyUrl ? { ...found, url: faultyUrl } : found
    },
    load(url, context, next) {
      const loaded = next(url, context)
      const here = byUrl.get(url)
      if (here === undefined) return loaded
      return { ...loaded, source: here.reduce(applyEdit, textOf(loaded.source)) }
    },
  })
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | null | undefined): string {
  if (typeof source === 'string') return source
  return source == null ? '' : new TextDecoder().decode(source)
}

/** The text with the edit made; throws when the place is not there exactly once, so that a mutant cannot go stale unnoticed. */
export function applyEdit(source: string, { file, find, replace }: SourceEdit): string {
  const words = find
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(words.join('\\s+'), 'g')
  const places = [...source.matchAll(pattern)]
  if (places.length !== 1) throw new Error(`${file}: found ${places.length} times: ${find}`)
  return source.replace(pattern, () => replace)
}
