import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * The rooms of the house and what each may import: docs/ARCHITECTURE.md as data. A room always may import itself; a spec
 * may besides import `tests` and `build`. Two marks: `types` = only by `import type`, `door` = only that room's index.ts.
 *
 * @typedef {{ zone: string, feature?: string }} Place
 */
const shared = ['kernel', 'domain', 'contracts', 'platform-api', 'cache-schema']
const everything = ['*']

/**
 * First match wins; `$1` is a feature's name.
 *
 * @type {readonly (readonly [RegExp, string])[]}
 */
const places = [
  [/^src-shared\/(kernel|domain|contracts|platform-api|cache-schema)\//, '$1'],
  [/^src-preload\//, 'preload'],
  [/^src-main\/host\/launch(\.ts$|\/)/, 'host-launch'],
  [/^src-main\/doors\/static-files\.ts$/, 'static-files'],
  [/^src-main\/self-check\//, 'self-check'],
  [/^src-main\/snapshot-builder\//, 'snapshot-builder'],
  [/^src-main\/(host|doors|lan|link|jobs|db-worker|db|device-key|shell-electron|shell-browser|shell-common)\//, '$1'],
  [/^src-main\/features\/([^/]+)\//, 'main-feature'],
  [/^src-platform\//, 'platform'],
  [/^src-renderer\/(pages|map|charts|ui|composables|workers|desk|styles|i18n)\//, '$1'],
  [/^src-renderer\/features\/([^/]+)\//, 'view-feature'],
  [/^build\//, 'build'],
  [/^tests\//, 'tests'],
  [/^[^/]+\.(ts|js)$/, 'root'],
]

/** @type {Record<string, readonly string[]>} */
export const arrows = {
  'kernel': [],
  'domain': ['kernel'],
  'contracts': ['domain', 'kernel'],
  'platform-api': ['domain', 'kernel'],
  'cache-schema': ['kernel'],

  'preload': ['contracts'],
  'shell-electron': ['shell-common', 'device-key', 'host-launch', 'static-files', 'self-check', 'contracts', 'kernel'],
  'shell-browser': ['shell-common', 'host-launch', 'contracts', 'kernel'],
  'shell-common': ['host-launch', 'device-key', 'contracts', 'kernel'],
  'device-key': ['kernel'],
  'host-launch': ['contracts', 'kernel'],
  'host': ['host-launch', 'self-check', 'device-key', 'main-feature', 'lan', 'link', 'jobs', 'db', 'doors', ...shared],
  'main-feature': ['main-feature', 'lan', 'link', 'jobs', 'db', 'types:doors', ...shared],
  'doors': ['static-files', ...shared],
  'static-files': ['kernel'],
  'self-check': ['db-worker', 'kernel'],
  'snapshot-builder': ['db-worker', 'platform-api', 'cache-schema', 'kernel'],
  'lan': ['link', 'jobs', 'db', 'device-key', ...shared],
  'link': ['jobs', 'db', ...shared],
  'jobs': ['db', ...shared],
  'db': ['types:db-worker', ...shared],
  'db-worker': shared,

  'platform': shared,

  'pages': ['view-feature', 'map', 'charts', 'ui', 'composables', 'desk', 'styles', 'i18n', ...shared],
  'view-feature': ['view-feature', 'map', 'charts', 'ui', 'composables', 'desk', 'workers', 'i18n', ...shared],
  'map': ['ui', 'composables', 'desk', 'workers', 'i18n', 'styles', ...shared],
  'charts': ['ui', 'composables', 'i18n', 'styles', ...shared],
  'ui': ['composables', 'i18n', 'styles', ...shared],
  'composables': ['i18n', ...shared],
  'desk': shared,
  'workers': shared,
  'i18n': shared,
  'styles': [],

  'build': ['device-key', 'shell-browser', 'shell-electron', 'shell-common', 'host-launch', 'tests', ...shared],
  'tests': everything,
  'root': ['build', 'tests', ...shared],
}

/** Zones whose folders are features: one feature reaches another only through its index.ts. */
const featureZones = new Set(['main-feature', 'view-feature'])

const aliases = {
  '#shared/': 'src-shared/',
  '#main/': 'src-main/',
  '#platform/': 'src-platform/',
  '#renderer/': 'src-renderer/',
  '#build/': 'build/',
  '#tests/': 'tests/',
}

/** @param {string} path project-relative, with forward slashes  @returns {Place | undefined} */
export function placeOf(path) {
  for (const [pattern, zone] of places) {
    const match = pattern.exec(path)
    if (!match) continue
    return zone === '$1' ? { zone: match[1] } : featureZones.has(zone) ? { zone, feature: match[1] } : { zone }
  }
  return undefined
}

/** @param {string} root @param {string} file  @returns {string} project-relative, with forward slashes */
export function projectPath(root, file) {
  const path = isAbsolute(file) ? relative(root, file) : file
  return path.split(sep).join('/')
}

/**
 * Where an import leads inside the project; undefined for packages.
 * @param {string} root @param {string} file @param {string} specifier  @returns {string | undefined}
 */
export function targetOf(root, file, specifier) {
  const bare = specifier.replace(/\?.*$/, '')
  for (const [alias, folder] of Object.entries(aliases)) if (bare.startsWith(alias)) return folder + bare.slice(alias.length)
  if (!bare.startsWith('.')) return undefined
  return projectPath(root, resolve(root, file, '..', bare))
}

/**
 * Why this import is not allowed, or undefined.
 * @param {{ from: string, to: string, typeOnly: boolean }} arrow project-relative paths
 */
export function refusal({ from, to, typeOnly }) {
  const source = placeOf(from)
  const target = placeOf(to)
  if (source === undefined)
    return from.startsWith('src-') ? `${from} stands in no room of the house; see build/lint/zones.js` : undefined
  if (target === undefined)
    return to.startsWith('src-') ? `${to} stands in no room of the house; see build/lint/zones.js` : undefined
  if (source.zone === target.zone) return betweenFeatures(source, target, to)
  const allowed = arrows[source.zone] ?? []
  const isSpec = /\.spec\.ts$/.test(from)
  if (allowed.includes('*') || allowed.includes(target.zone)) return undefined
  if (isSpec && (target.zone === 'tests' || target.zone === 'build')) return undefined
  if (allowed.includes(`types:${target.zone}`))
    return typeOnly ? undefined : `${source.zone} may import only types from ${target.zone}`
  return `${source.zone} may not import ${target.zone}`
}

/** @param {Place} source @param {Place} target @param {string} to */
function betweenFeatures(source, target, to) {
  if (source.feature === target.feature) return undefined
  if (/^[^/]+\/features\/[^/]+\/index\.ts$/.test(to)) return undefined
  return `feature ${source.feature} may reach feature ${target.feature} only through its index.ts`
}
