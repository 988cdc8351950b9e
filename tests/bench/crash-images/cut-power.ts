import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { diceOf } from '../data/dice.ts'
import { judge } from './judge.ts'
import { PoweredDisk, writeImage } from './powered-disk.ts'
import type { Image } from './powered-disk.ts'
import { record } from './record.ts'
import type { Safe } from './safe.ts'
import type { DiskStep } from './traced-disk.ts'

const at = (file: string): string => join(import.meta.dirname, file)

/** One cut in so many has its recovery recorded and cut again, so many times. */
const SECOND_CUT_EVERY = 20
const SECOND_CUTS = 4

export interface CutOptions {
  readonly scratch: string
  readonly images: number
  readonly seed: number
  /** Things the seat does. */
  readonly steps: number
  readonly sync: 'FULL' | 'NORMAL'
}

export interface CutReport {
  readonly images: number
  /** Of them cut a second time. */
  readonly twice: number
  /** Images that have lost something called safe, and the most that one has lost. */
  readonly losing: number
  readonly mostLost: number
  /** Images whose ledger could not be opened or whose chains do not hold, in words. */
  readonly broken: readonly string[]
  /** Steps on disk and things called safe in the recording. */
  readonly recorded: { readonly disk: number; readonly said: number }
}

interface Case {
  readonly image: Image
  readonly said: readonly Safe[]
  readonly name: string
}

/** Records a seat at work, cuts its power at random steps, and judges what the product makes of what is left. */
export async function cutPower(options: CutOptions): Promise<CutReport> {
  const { scratch, images, seed, sync } = options
  const steps = await recordWork(options)
  const tally = new Tally(join(scratch, `image-${sync}`))
  const second: Case[] = []
  const firsts = images - Math.floor(images / (SECOND_CUT_EVERY + SECOND_CUTS)) * SECOND_CUTS
  for (const one of cutsOf(steps, firsts, seed)) {
    tally.judge(one)
    if (tally.images % SECOND_CUT_EVERY === 0) second.push(one)
  }
  const twice = tally.images
  for (const one of await cutAgain(second, options)) tally.judge(one)
  const said = steps.filter(({ what }) => what === 'said').length
  return { ...tally.report(), twice: tally.images - twice, recorded: { disk: steps.length - said, said } }
}

async function recordWork({ scratch, seed, steps, sync }: CutOptions): Promise<DiskStep[]> {
  const folder = mkdtempSync(join(scratch, `seat-${sync}-`))
  const nodeArgs = sync === 'FULL' ? [] : ['--import', at('normal-sync.ts')]
  const recorded = await record({
    script: at('seat-at-work.ts'),
    args: [folder, String(steps), String(seed)],
    folder,
    scratch,
    nodeArgs,
  })
  rmSync(folder, { recursive: true })
  if (!recorded.some(({ what }) => what === 'synced')) throw new Error('the recording has no sync: it saw nothing')
  return recorded
}

/** Cuts at random steps, in the order of the recording. */
function* cutsOf(steps: readonly DiskStep[], count: number, seed: number): Generator<Case> {
  const dice = diceOf(seed)
  const moments = Array.from({ length: count }, () => dice.roll(steps.length + 1)).sort((a, b) => a - b)
  const disk = new PoweredDisk()
  const said: Safe[] = []
  let done = 0
  for (const [k, moment] of moments.entries()) {
    for (; done < moment; done += 1) take(disk, said, steps[done])
    yield { image: disk.cut(dice), said: [...said], name: `cut ${String(k)} at step ${String(moment)}` }
  }
}

function take(disk: PoweredDisk, said: Safe[], step: DiskStep | undefined): void {
  if (step === undefined) return
  disk.take(step)
  // Said by seat-at-work.ts, which writes nothing else.
  if (step.what === 'said') said.push(JSON.parse(step.line) as Safe)
}

/** The power goes again while the seat recovers: its recovery is recorded, and cut in its turn. */
async function cutAgain(cases: readonly Case[], { scratch, seed }: CutOptions): Promise<Case[]> {
  const folder = mkdtempSync(join(scratch, 'recovered-'))
  const names = cases.map((_, k) => `r${String(k)}`)
  for (const [k, { image }] of cases.entries()) {
    mkdirSync(join(folder, `r${String(k)}`), { mode: 0o700 })
    writeImage(join(folder, `r${String(k)}`), image)
  }
  const all = await record({ script: at('recover.ts'), args: names.map((name) => join(folder, name)), folder, scratch })
  rmSync(folder, { recursive: true })
  return cases.flatMap((one, k) => {
    const steps = all.flatMap((step) => below(step, `r${String(k)}/`))
    const dice = diceOf(seed * 1_009 + k)
    return Array.from({ length: SECOND_CUTS }, (): Case => {
      const disk = new PoweredDisk(one.image)
      for (const step of steps.slice(0, dice.roll(steps.length + 1))) disk.take(step)
      return { image: disk.cut(dice), said: one.said, name: `${one.name}, and again in recovery` }
    })
  })
}

/** The step as the folder of one image sees it. */
function below(step: DiskStep, prefix: string): DiskStep[] {
  if (step.what === 'said') return []
  if (step.what === 'folder-synced') return `${step.folder}/` === prefix ? [{ ...step, folder: '' }] : []
  if (!step.file.startsWith(prefix)) return []
  const file = step.file.slice(prefix.length)
  return [step.what === 'renamed' ? { ...step, file, to: step.to.slice(prefix.length) } : { ...step, file }]
}

class Tally {
  readonly #folder: string
  images = 0
  #losing = 0
  #mostLost = 0
  readonly #broken: string[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  judge({ image, said, name }: Case): void {
    const { lost, broken } = judge(this.#folder, image, said)
    this.images += 1
    if (lost.length > 0) this.#losing += 1
    this.#mostLost = Math.max(this.#mostLost, lost.length)
    if (broken !== null) this.#broken.push(`${name}: ${broken}`)
  }

  report(): Pick<CutReport, 'images' | 'losing' | 'mostLost' | 'broken'> {
    return { images: this.images, losing: this.#losing, mostLost: this.#mostLost, broken: this.#broken }
  }
}
