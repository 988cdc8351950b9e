// Has every photograph arrived? What an accepted act names lies at the platform under its hash, with that very content.
import { attachmentFiles, hashFile } from '#platform/attachments/files.ts'
import { NoSnapshot } from '#tests/e2e/support/desk-client.ts'
import type { TestPlatform } from '#tests/e2e/support/index.ts'
import type { ChaosSeat } from './scene.ts'
import type { Promised } from './told.ts'

/** From the moment at which the link says 正常. */
const ARRIVE_MS = 60_000

/** A seat that still has something to send when it should have sent everything. */
export async function unsent({ name, operator: { client } }: ChaosSeat): Promise<string[]> {
  try {
    await client.until(client.desk.watch.attachments.queue, {}, ({ total, failed }) => total === failed, ARRIVE_MS)
    return []
  } catch (error) {
    if (!(error instanceof NoSnapshot)) throw error
    return [`seat ${name} has not sent all photographs in ${String(ARRIVE_MS / 1_000)} s: ${error.message}`]
  }
}

export async function lostPhotographs(
  { dataDir }: Pick<TestPlatform, 'dataDir'>,
  promised: readonly Promised[],
  results: ReadonlyMap<string, string>,
): Promise<string[]> {
  const files = attachmentFiles(dataDir)
  const looks = promised.map(async ({ id, photograph, caseId, seat }): Promise<string[]> => {
    if (photograph === undefined || results.get(id) !== 'accepted') return []
    const found = await hashOf(files.pathOf(photograph))
    if (found === photograph) return []
    return [`photograph ${photograph} of case ${caseId}, seat ${seat ?? '-'}: ${found === null ? 'not at the platform' : 'changed on its way'}`]
  })
  return (await Promise.all(looks)).flat()
}

/** Null where there is no such file. */
async function hashOf(path: string): Promise<string | null> {
  try {
    return await hashFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
