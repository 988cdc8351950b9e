import { describe, expect, it } from 'vitest'
import { importArrows } from '#build/lint/import-arrows.js'
import { arrows, placeOf, refusal, targetOf } from '#build/lint/zones.js'
import { at, ruleTester } from './rule-tester.ts'

/** One real-looking file per room, by which the samples below enter it. */
const doorOf: Record<string, string> = {
  'kernel': 'src-shared/kernel/result.ts',
  'domain': 'src-shared/domain/case/fold.ts',
  'contracts': 'src-shared/contracts/cases.contract.ts',
  'platform-api': 'src-shared/platform-api/commands.ts',
  'cache-schema': 'src-shared/cache-schema/tables.ts',
  'preload': 'src-preload/index.ts',
  'shell-electron': 'src-main/shell-electron/index.ts',
  'shell-browser': 'src-main/shell-browser/index.ts',
  'shell-common': 'src-main/shell-common/index.ts',
  'device-key': 'src-main/device-key/index.ts',
  'host-launch': 'src-main/host/launch.ts',
  'host': 'src-main/host/index.ts',
  'main-feature': 'src-main/features/cases/index.ts',
  'doors': 'src-main/doors/serve.ts',
  'static-files': 'src-main/doors/static-files.ts',
  'self-check': 'src-main/self-check/index.ts',
  'snapshot-builder': 'src-main/snapshot-builder/index.ts',
  'lan': 'src-main/lan/wire.ts',
  'link': 'src-main/link/outbox.ts',
  'jobs': 'src-main/jobs/job-store.ts',
  'db': 'src-main/db/db-client.ts',
  'db-worker': 'src-main/db-worker/queries/cases.ts',
  'platform': 'src-platform/api/changes.ts',
  'pages': 'src-renderer/pages/seat/main.ts',
  'view-feature': 'src-renderer/features/cases/index.ts',
  'map': 'src-renderer/map/map-owner.ts',
  'charts': 'src-renderer/charts/bar.ts',
  'ui': 'src-renderer/ui/UiButton.vue',
  'composables': 'src-renderer/composables/use-clock.ts',
  'desk': 'src-renderer/desk/client.ts',
  'workers': 'src-renderer/workers/diff.worker.ts',
  'i18n': 'src-renderer/i18n/index.ts',
  'styles': 'src-renderer/styles/tokens.ts',
  'build': 'build/build.ts',
  'tests': 'tests/builders/a-case.ts',
  'root': 'vitest.config.ts',
}
const rooms = Object.keys(doorOf)
/** Rooms of one file inside another room's folder: they have no other file to import from. */
const oneFileRooms = ['host-launch', 'static-files']
const anotherFile = (room: string): string => (doorOf[room] ?? '').replace(/[^/]+$/, 'another-file.ts').replace('host/another-file', 'host/other')

const allowed = (from: string, to: string): boolean => {
  const list = arrows[from] ?? []
  return from === to || list.includes('*') || list.includes(to)
}

describe('every pair of rooms', () => {
  it('has a sample for each room of the table, and the table for each sample', () => {
    const named = rooms.map((room) => placeOf(doorOf[room] ?? '')?.zone)

    expect(named).toEqual(rooms)
    expect(Object.keys(arrows).sort()).toEqual([...rooms].sort())
  })

  it.each(rooms)('lets %s import what the table allows and nothing else', (from) => {
    for (const to of rooms) {
      const source = oneFileRooms.includes(from) || from === to ? (doorOf[from] ?? '') : anotherFile(from)
      const verdict = refusal({ from: source, to: doorOf[to] ?? '', typeOnly: false })

      expect(verdict === undefined, `${from} -> ${to}: ${verdict ?? 'allowed'}`).toBe(allowed(from, to))
    }
  })
})

// The plan's own sentences, written out once more so that a slip in the table is noticed.
ruleTester.run('import-arrows', importArrows, {
  valid: [
    good('src-shared/contracts/cases.contract.ts', '#shared/domain/case/terms.ts'),
    good('src-shared/domain/case/fold.ts', '#shared/kernel/result.ts'),
    good('src-shared/platform-api/commands.ts', '#shared/domain/case/acts.ts'),
    good('src-shared/cache-schema/tables.ts', '#shared/kernel/ids.ts'),
    good('src-preload/index.ts', '#shared/contracts/cases.contract.ts'),
    good('src-main/shell-browser/index.ts', '../host/launch.ts'),
    good('src-main/shell-electron/app-protocol.ts', '../doors/static-files.ts'),
    good('src-main/self-check/sqlite-check.ts', '../db-worker/driver.ts'),
    good('src-main/host/index.ts', '../features/cases/index.ts'),
    good('src-main/host/index.ts', '../doors/serve.ts'),
    good('src-main/features/cases/cases-service.ts', '#main/link/outbox.ts'),
    good('src-main/features/cases/cases-service.ts', '#main/features/places/index.ts'),
    good('src-main/features/cases/cases-service.ts', './cases-rules.ts'),
    good('src-main/db-worker/queries/cases.ts', '#shared/domain/case/fold.ts'),
    good('src-platform/api/changes.ts', '#shared/platform-api/commands.ts'),
    good('src-renderer/pages/seat/main.ts', '../../features/cases/index.ts'),
    good('src-renderer/features/cases/CaseForm.vue', '#renderer/ui/UiButton.vue'),
    good('src-renderer/features/cases/use-case-form.ts', '#renderer/desk/client.ts'),
    good('src-main/link/outbox.spec.ts', '#tests/builders/a-case.ts'),
    good('tests/e2e/story.spec.ts', '#platform/main.ts'),
    good('src-main/host/index.ts', 'some-package'),
    { filename: at('src-main/features/cases/index.ts'), code: "import type { Caller } from '../../doors/serve.ts'" },
    { filename: at('src-main/features/cases/index.ts'), code: "import { type Caller, type Door } from '../../doors/serve.ts'" },
    { filename: at('src-main/db/db-client.ts'), code: "export type { Ask } from '../db-worker/ask.ts'" },
    { filename: at('src-main/db/db-client.ts'), code: "let ask: import('../db-worker/ask.ts').Ask" },
  ],
  invalid: [
    bad('src-shared/kernel/result.ts', '#shared/domain/case/terms.ts', 'kernel may not import domain'),
    bad('src-shared/domain/case/fold.ts', '#shared/contracts/cases.contract.ts', 'domain may not import contracts'),
    bad('src-shared/domain/case/fold.ts', '../../../src-main/db/db-client.ts', 'domain may not import db'),
    bad('src-shared/cache-schema/tables.ts', '#shared/domain/case/case-row.ts', 'cache-schema may not import domain'),
    bad('src-shared/platform-api/rows.ts', '#shared/contracts/cases.contract.ts', 'platform-api may not import contracts'),
    bad('src-preload/index.ts', '#main/host/index.ts', 'preload may not import host'),
    bad('src-main/shell-electron/index.ts', '../host/index.ts', 'shell-electron may not import host'),
    bad('src-main/shell-electron/index.ts', '../doors/door.ts', 'shell-electron may not import doors'),
    bad('src-main/shell-browser/index.ts', '../shell-electron/index.ts', 'shell-browser may not import shell-electron'),
    bad('src-main/host/index.ts', '../shell-electron/index.ts', 'host may not import shell-electron'),
    bad('src-main/host/index.ts', '../db-worker/driver.ts', 'host may not import db-worker'),
    bad('src-main/host/index.ts', '#platform/main.ts', 'host may not import platform'),
    bad('src-main/link/outbox.ts', '../features/cases/index.ts', 'link may not import main-feature'),
    bad('src-main/db/db-client.ts', '../db-worker/driver.ts', 'db may import only types from db-worker'),
    bad('src-main/features/cases/index.ts', '../../doors/serve.ts', 'main-feature may import only types from doors'),
    bad('src-main/db-worker/ask.ts', '../db/db-client.ts', 'db-worker may not import db'),
    bad('src-platform/main.ts', '#main/link/outbox.ts', 'platform may not import link'),
    bad('src-renderer/pages/seat/main.ts', '#main/features/cases/index.ts', 'pages may not import main-feature'),
    bad('src-renderer/ui/UiButton.vue', '../desk/client.ts', 'ui may not import desk'),
    bad('src-renderer/charts/bar.ts', '#renderer/desk/client.ts', 'charts may not import desk'),
    bad('src-renderer/workers/diff.worker.ts', '../composables/use-clock.ts', 'workers may not import composables'),
    bad('src-renderer/map/map-owner.ts', '../features/cases/index.ts', 'map may not import view-feature'),
    bad('build/build.ts', '#platform/main.ts', 'build may not import platform'),
    bad('src-main/link/outbox.ts', '#tests/builders/a-case.ts', 'link may not import tests'),
    bad('src-main/utils/strings.ts', '#shared/kernel/result.ts', 'src-main/utils/strings.ts stands in no room of the house; see build/lint/zones.js'),
    bad(
      'src-main/features/cases/index.ts',
      '../places/places-service.ts',
      'feature cases may reach feature places only through its index.ts',
    ),
    bad(
      'src-renderer/features/cases/CaseForm.vue',
      '#renderer/features/places/PlaceField.vue',
      'feature cases may reach feature places only through its index.ts',
    ),
    forbidden('src-shared/domain/a.ts', "export { x } from '#main/db/x.ts'", 'domain may not import db'),
    forbidden('src-shared/domain/a.ts', "export * from '#main/db/x.ts'", 'domain may not import db'),
    forbidden('src-shared/domain/a.ts', "void import('#main/db/x.ts')", 'domain may not import db'),
    forbidden('src-shared/domain/a.ts', "let x: import('#main/db/x.ts').X", 'domain may not import db'),
    forbidden('src-main/db/a.ts', "import { type Ask, open } from '../db-worker/ask.ts'", 'db may import only types from db-worker'),
    {
      ...forbidden('src-main/features/cases/index.ts', "import { a } from '../places/index.ts'", ''),
      options: [{ featureGraph: { cases: ['places'], places: ['people'], people: ['cases'] } }],
      errors: [{ message: 'features import each other in a circle: cases -> places -> people -> cases' }],
    },
  ],
})

describe('where an import leads', () => {
  it('reads aliases, relative paths and queries, and leaves packages alone', () => {
    const from = 'src-main/link/outbox.ts'

    expect(targetOf(process.cwd(), from, '#shared/kernel/ids.ts')).toBe('src-shared/kernel/ids.ts')
    expect(targetOf(process.cwd(), from, '../db/db-client.ts')).toBe('src-main/db/db-client.ts')
    expect(targetOf(process.cwd(), from, './a.worker.ts?worker')).toBe('src-main/link/a.worker.ts')
    expect(targetOf(process.cwd(), from, 'axios')).toBeUndefined()
  })
})

function good(file: string, specifier: string) {
  return { filename: at(file), code: `import { a } from '${specifier}'` }
}

function bad(file: string, specifier: string, message: string) {
  return forbidden(file, `import { a } from '${specifier}'`, message)
}

function forbidden(file: string, code: string, message: string) {
  return { filename: at(file), code, errors: [{ message }] }
}
