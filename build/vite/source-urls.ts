import { dirname, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'

const SOURCE_URL = /new URL\(\s*'(\.{1,2}\/[^']+)'\s*,\s*import\.meta\.url\s*,?\s*\)/g

/**
 * The address of `path`, named in `file`, as the bundle must spell it; an Error says why it would not be there.
 *
 * @param entries output name -> absolute source of each entry of the main bundle
 */
export function bundledUrl(path: string, file: string, entries: Readonly<Record<string, string>>, root: string): string | Error {
  const target = resolve(dirname(file), path)
  const entry = Object.entries(entries).find(([, source]) => source === target)
  if (entry) return `./${entry[0]}.js`
  const inProject = relative(root, target).replaceAll('\\', '/')
  if (/^src-|\.ts$/.test(inProject))
    return new Error(`${inProject}, named in ${file}, is not shipped: make it an entry or move it to resources/`)
  return relative(resolve(root, 'out/main'), target).replaceAll('\\', '/')
}

/**
 * Lets sources name another file by `new URL('../db-worker/ledger-worker.ts', import.meta.url)` and run as they are or
 * bundled: an entry's source becomes the entry's output, any other file keeps its place in the project.
 *
 * All chunks must stand flat in out/main, so that one relative address is right for each of them.
 */
export function sourceUrls(entries: Readonly<Record<string, string>>, root: string): Plugin {
  return {
    name: 'hall:source-urls',
    enforce: 'pre',
    transform(code, id) {
      const file = id.replace(/\?.*$/, '')
      if (!code.includes('import.meta.url') || file.includes('node_modules')) return null
      const rewritten = code.replace(SOURCE_URL, (whole, path: string) => {
        const address = bundledUrl(path, file, entries, root)
        return address instanceof Error ? this.error(address.message) : whole.replace(path, address)
      })
      return rewritten === code ? null : { code: rewritten, map: null }
    },
  }
}
