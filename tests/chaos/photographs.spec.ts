import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { attachmentFiles } from '#platform/attachments/files.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { lostPhotographs } from './photographs.ts'
import type { Promised } from './told.ts'

it('a photograph of an accepted act that is not at the platform, or is another there, is lost; one of a rejected act is not', async () => {
  const dataDir = aDataFolder()
  const arrived = aPicture()
  const [changed, missing, refused] = [sha256(aPicture()), sha256(aPicture()), sha256(aPicture())]
  const promised = [sha256(arrived), changed, missing, refused].map(
    (photograph, k): Promised => ({ id: `act-${String(k)}`, caseId: `case-${String(k)}`, seat: '1', action: 'attach', photograph }),
  )
  for (const [hash, bytes] of [[sha256(arrived), arrived], [changed, aPicture()]] as const) {
    const path = attachmentFiles(dataDir).pathOf(hash)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  const results = new Map(promised.map(({ id, photograph }) => [id, photograph === refused ? 'rejected' : 'accepted']))

  const lost = await lostPhotographs({ dataDir }, promised, results)

  expect(lost).toEqual([
    `photograph ${changed} of case case-1, seat 1: changed on its way`,
    `photograph ${missing} of case case-2, seat 1: not at the platform`,
  ])
})
