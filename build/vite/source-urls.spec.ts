import { describe, expect, it } from 'vitest'
import { bundledUrl } from './source-urls.ts'

const root = '/hall'
const entries = { 'ledger-worker': '/hall/src-main/db-worker/ledger-worker.ts', 'platform': '/hall/src-platform/main.ts' }
const from = (file: string, path: string): string | Error => bundledUrl(path, `${root}/${file}`, entries, root)

describe('a file named beside its user', () => {
  it('is the output beside the bundle when it is an entry', () => {
    expect(from('src-main/db/open.ts', '../db-worker/ledger-worker.ts')).toBe('./ledger-worker.js')
    expect(from('src-main/host/launch.ts', '../../src-platform/main.ts')).toBe('./platform.js')
  })

  it('keeps its place in the project when it is shipped as it is, from whatever depth it was named', () => {
    expect(from('src-main/host/index.ts', '../../resources/sounds/bell.wav')).toBe('../../resources/sounds/bell.wav')
    expect(from('src-main/features/wall/deep/x.ts', '../../../../resources/style.json')).toBe('../../resources/style.json')
    expect(from('src-main/host/index.ts', '../../package.json')).toBe('../../package.json')
  })

  it('fails the build when it would not be there', () => {
    expect(from('src-main/db/open.ts', '../db-worker/other.ts')).toBeInstanceOf(Error)
    expect(from('src-platform/store/migrate.ts', './tables.sql')).toBeInstanceOf(Error)
    expect(from('src-main/host/index.ts', '../../tests/fakes/clock.ts')).toBeInstanceOf(Error)
  })
})
