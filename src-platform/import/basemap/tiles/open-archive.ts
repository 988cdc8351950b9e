import { extname } from 'node:path'
import type { Result } from '#shared/kernel/result.ts'
import { checkInputFile } from '../../input-file.ts'
import { openMbtiles } from './mbtiles-archive.ts'
import { openPmtiles } from './pmtiles-archive.ts'
import type { TileArchive } from './tile-archive.ts'

/** Archives are read tile by tile. */
const MAX_ARCHIVE_MIB = 8_192

export const isArchive = (path: string): boolean => ['.pmtiles', '.mbtiles'].includes(extname(path).toLowerCase())

export async function openArchive(path: string): Promise<Result<TileArchive>> {
  const fits = await checkInputFile(path, MAX_ARCHIVE_MIB)
  if (!fits.ok) return fits
  return extname(path).toLowerCase() === '.pmtiles' ? openPmtiles(path) : openMbtiles(path)
}
