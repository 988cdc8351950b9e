// Real layers of the City of Cambridge through the profiles that come with the hall.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { readComponents } from '#platform/import/components/component-file.ts'
import { ComponentProfile } from '#platform/import/components/component-profile.ts'
import { gridFinder } from '#platform/import/grid-finder.ts'
import { GridFileProfile } from '#platform/import/grid-profile.ts'
import { overlaps } from '#platform/import/import-grids.ts'
import { readProfile } from '#platform/import/profile-file.ts'
import { readZones } from '#platform/import/zones.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '../shared/data/cambridge')
const profileOf = (name: string): string => join(root, 'resources/import-profiles', `cambridge-${name}.profile.json`)
const isHere = existsSync(join(folder, 'INFRA_StreetLights.geojson'))
if (!isHere) process.stderr.write(`skipped: the layers of Cambridge are not in ${folder}\n`)

describe('the shipped profiles of Cambridge', () => {
  it.each(['lights', 'barrels', 'hydrants'])('%s is a component profile', async (name) => {
    expect(await readProfile(profileOf(name), ComponentProfile)).toMatchObject({ ok: true })
  })
})

describe.skipIf(!isHere)('the layers of Cambridge', () => {
  const blocks = async () =>
    unwrap(
      await readZones(
        join(folder, 'DEMOGRAPHICS_Blocks2020.geojson'),
        unwrap(await readProfile(profileOf('blocks'), GridFileProfile)).grids,
      ),
    ).rows.map(({ row }) => row)

  it.each([
    ['lights', 'INFRA_StreetLights', 6_117],
    ['barrels', 'DPW_LitterBarrels', 990],
    ['hydrants', 'INFRA_Hydrants', 1_960],
  ] as const)('%s: every one of %s becomes a component with a code of its own', async (name, file, count) => {
    const gridAt = gridFinder(await blocks())
    const profile = unwrap(await readProfile(profileOf(name), ComponentProfile))

    const found = unwrap(
      await readComponents(join(folder, `${file}.geojson`), profile, { gridAt: (point) => gridAt(point)?.code ?? null }),
    )

    expect(found.refused).toEqual([])
    expect(found.rows).toHaveLength(count)
    expect(new Set(found.rows.map(({ row }) => row.code)).size).toBe(count)
    // A few stand on the edge of the city, outside every census block.
    expect(found.outsideGrids).toBeLessThan(count * 0.02)
  })

  it('are 1,044 blocks as unit grids, none over another', async () => {
    const rows = await blocks()

    expect(rows).toHaveLength(1_044)
    expect(overlaps(rows)).toEqual([])
  })
})
