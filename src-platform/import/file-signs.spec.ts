import { describe, expect, it } from 'vitest'
import { signOf } from './file-signs.ts'

const head = (bytes: string): Buffer => Buffer.concat([Buffer.from(bytes, 'hex'), Buffer.alloc(40)])

describe('a file that is no text', () => {
  it.each([
    ['a workbook, a zip', '504b030414000600', /save the sheet as CSV/],
    ['a workbook of 1997', 'd0cf11e0a1b11ae1', /xls/],
    ['a compressed file', '1f8b0800', /unpack/],
    ['a shapefile', '0000270a', /GeoJSON in EPSG:4326/],
    ['a GeoPackage', Buffer.from('SQLite format 3\0').toString('hex'), /GeoPackage/],
    ['text of two bytes the other way round', 'feff68077f16', /UTF-8/],
    ['a printed table', '255044462d312e37', /PDF/],
  ])('is told by its first bytes: %s', (_, bytes, words) => {
    expect(signOf(head(bytes))).toMatch(words)
  })

  it.each(['编号,类别\n1,2', '\uFEFF{"type":"FeatureCollection"}', 'PK,名称\n1,2', '<osm/>', ''])('is not taken for one: %j', (text) => {
    expect(signOf(Buffer.from(text))).toBeNull()
  })
})
