import { cutPower } from './crash-images/cut-power.ts'
import type { CutReport } from './crash-images/cut-power.ts'
import { ensureRecorder } from './crash-images/record.ts'
import { benchLine } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const IMAGES = 3_000
const QUICK_IMAGES = 300
/** The control shows that the harness would see a loss; it needs no more images for that. */
const CONTROL_SHARE = 0.2
const STEPS = 300
const DEFAULT_SEED = 1

async function run({ isQuick, scratch, say, settings }: BenchContext): Promise<BenchLine> {
  const missing = await ensureRecorder()
  if (missing !== null) throw new Error(missing)
  const images = settings.get('images') ?? (isQuick ? QUICK_IMAGES : IMAGES)
  const seed = settings.get('seed') ?? DEFAULT_SEED
  const tell = (name: string, { recorded, ...report }: CutReport): void => {
    say(`${name}: recorded ${String(recorded.disk)} steps of the disk, ${String(recorded.said)} things called safe`)
    say(
      `${name}: ${String(report.losing)} of ${String(report.images)} images lost something called safe (most ${String(report.mostLost)})`,
    )
    say(`${name}: ${String(report.twice)} cut a second time during recovery, ${String(report.broken.length)} not a whole ledger`)
    for (const words of report.broken.slice(0, 5)) say(`  ${words}`)
  }
  say(`seed ${String(seed)}`)
  const full = await cutPower({ scratch, images, seed, steps: STEPS, sync: 'FULL' })
  tell('FULL', full)
  const normal = await cutPower({ scratch, images: Math.ceil(images * CONTROL_SHARE), seed, steps: STEPS, sync: 'NORMAL' })
  tell('NORMAL', normal)
  const share = (losing: number, of: number): number => (100 * losing) / of
  const line = benchLine({
    name: 'crash-images',
    unit: '% of images that lost something acknowledged',
    ours: share(full.losing, full.images),
    peer: share(normal.losing, normal.images),
    target: { atMost: 0 },
  })
  return { ...line, met: full.losing === 0 && full.broken.length === 0 && normal.losing > 0 }
}

export const bench: Bench = {
  name: 'crash-images',
  describe: 'power cuts replayed from the recorded writes of the ledger’s thread, torn and twice; peer: synchronous=NORMAL',
  settings: ['images', 'seed'],
  run,
}
