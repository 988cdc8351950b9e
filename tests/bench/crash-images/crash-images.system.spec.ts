import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cutPower } from './cut-power.ts'
import { ensureRecorder } from './record.ts'

const missing = await ensureRecorder()
if (missing !== null) process.emitWarning(`power cuts are not replayed: ${missing}`)

function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hall-cuts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe.skipIf(missing !== null)('a seat whose power goes at any moment, also while it recovers', () => {
  it('has everything that was called saved, in a ledger whose chains hold', async () => {
    const report = await cutPower({ scratch: scratchFolder(), images: 144, seed: 20_261_122, steps: 120, sync: 'FULL' })

    expect(report).toMatchObject({ images: 144, twice: 24, losing: 0, broken: [] })
    expect(report.recorded.said).toBeGreaterThan(150)
  })

  it('would lose some without FULL: the replay sees what kill -9 cannot show', async () => {
    const report = await cutPower({ scratch: scratchFolder(), images: 24, seed: 20_261_122, steps: 120, sync: 'NORMAL' })

    expect(report.losing).toBeGreaterThan(6)
  })
})
