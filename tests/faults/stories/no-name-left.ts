// Somebody looks at a file of a case on a disk that takes not one file more: at one that is here, and at one that would have to
// come.
import { spawnSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { unwrap } from '#shared/kernel/result.ts'
import { aFileMachine } from '../../builders/a-file-machine.ts'
import { caseId } from '../../builders/ids.ts'

const [, , disk = ''] = process.argv

function allowFiles(most: number): void {
  const done = spawnSync('mount', ['-o', `remount,nr_inodes=${String(most)}`, disk], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
}

const machine = await aFileMachine(disk)
const { service } = machine
const hash = await machine.put()
const { files, ffree } = statfsSync(disk)
allowFiles(files - ffree)
const word = async (wanted: string): Promise<string> => {
  const fetched = await service.fetch(caseId(1), wanted, 900)
  return fetched.ok ? 'ok' : fetched.error.code
}
const full = { here: await word(hash), away: await word('7'.repeat(64)), named: service.fetchedFor.cases().length }
const { bytes } = unwrap(await service.store.read(hash, 0, 900, 0))
allowFiles(files)
const roomy = { here: await word(hash), named: service.fetchedFor.cases().length }
await machine.close()
process.stdout.write(`${JSON.stringify({ full, bytes: bytes.length, roomy })}\n`)
