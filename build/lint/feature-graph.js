import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { placeOf, targetOf } from './zones.js'

const SPECIFIER = /(?:from|import)\s*\(?\s*'([^']+)'/g

/** @type {Map<string, Record<string, string[]>>} one reading per run of the linter */
const read = new Map()

/**
 * Which feature imports which, read from the sources (specs left out: they do not run in the program).
 * @param {string} root @param {string} tree `src-main` or `src-renderer`  @returns {Record<string, string[]>}
 */
export function readFeatureGraph(root, tree) {
  const key = join(root, tree)
  const known = read.get(key)
  if (known) return known
  /** @type {Record<string, string[]>} */
  const graph = {}
  for (const file of sourcesBelow(root, `${tree}/features`)) {
    const from = placeOf(file)?.feature
    if (from === undefined) continue
    graph[from] ??= []
    for (const [, specifier] of readFileSync(join(root, file), 'utf8').matchAll(SPECIFIER)) {
      const target = targetOf(root, file, specifier)
      const to = target?.startsWith(`${tree}/`) ? placeOf(target)?.feature : undefined
      if (to !== undefined && to !== from && !graph[from].includes(to)) graph[from].push(to)
    }
  }
  read.set(key, graph)
  return graph
}

/**
 * The circle that the import `from -> to` closes, or undefined.
 * @param {Record<string, string[]>} graph @param {string} from @param {string} to
 */
export function cycleThrough(graph, from, to) {
  const seen = new Set([to])
  const open = [[from, to]]
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const last = path[path.length - 1]
    if (last === from) return path
    for (const next of graph[last] ?? []) {
      if (next === from) return [...path, next]
      if (seen.has(next)) continue
      seen.add(next)
      open.push([...path, next])
    }
  }
  return undefined
}

function sourcesBelow(root, folder) {
  const absolute = join(root, folder)
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name) && !entry.name.endsWith('.spec.ts'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
}
