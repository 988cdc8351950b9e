import { describe, expect, it } from 'vitest'
import { readArgs } from './args.ts'

describe('the command line of an import', () => {
  it('takes a kind, a file and options', () => {
    expect(readArgs(['cases', 'a.csv', '--profile', 'p.json', '--dry-run'])).toMatchObject({
      ok: true,
      value: { kind: 'cases', file: 'a.csv', profile: 'p.json', dryRun: true, out: '.' },
    })
    expect(readArgs(['--help'])).toEqual({ ok: true, value: 'help' })
  })

  it.each([
    [[], 'no kind'],
    [['people', 'a.csv'], '"people" is no kind'],
    [['basemap'], 'which file'],
    [['basemap', 'a.osm', 'b.osm'], 'one file at a time'],
    [['cases', 'a.csv'], '--profile'],
    [['cases', 'a.csv', '--profile', 'p', '--name', 'x'], '--name does not belong to cases'],
    [['basemap', 'a.osm', '--grids', 'g'], '--grids does not belong to basemap'],
    [['basemap', 'a.osm', '--wrong'], '--wrong'],
  ])('%j is refused with what is wrong', (argv, words) => {
    const read = readArgs(argv)

    expect(read).toMatchObject({ ok: false, error: { code: 'bad-arguments' } })
    expect(read.ok ? '' : read.error.detail).toContain(words)
  })
})
