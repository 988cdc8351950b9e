import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '#build/build.ts'
import { TestPlatform } from './test-platform.ts'
import { TestSeat } from './test-seat.ts'
import type { SeatSettings } from './test-seat.ts'

export interface PlatformSettings {
  readonly dataDir?: string
  readonly port?: number
  /** `--town county --history 35 --life 60`, as separate words; a small town without life unless given. */
  readonly town?: readonly string[]
}

/** One hall of a story: its platform, its seats, their data. `end` leaves neither a process nor a file. */
export class TestHall {
  readonly #folders: string[] = []
  readonly #running: { stop(): Promise<void> }[] = []

  /** Builds out/ when it is not made of the present sources. */
  static async open(): Promise<TestHall> {
    const built = await ensureBuilt()
    if (!built.ok) throw new Error(built.why)
    return new TestHall()
  }

  /** An empty folder that is removed at the end. */
  async folder(name: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), `hall-${name}-`))
    this.#folders.push(folder)
    return folder
  }

  async startPlatform({ dataDir, port, town }: PlatformSettings = {}): Promise<TestPlatform> {
    const platform = await TestPlatform.start(dataDir ?? (await this.folder('platform')), port, town)
    this.#running.push(platform)
    return platform
  }

  /** A seat of this platform, in a data folder of its own unless one is given. */
  async startSeat(seat: string, platform: TestPlatform, settings: Partial<SeatSettings> = {}): Promise<TestSeat> {
    const dataDir = settings.dataDir ?? (await this.folder(`seat${seat}`))
    const { url: platformUrl, enrolFile } = platform
    return this.add(await TestSeat.start({ seat, platformUrl, enrolFile, ...settings, dataDir }))
  }

  /** Stops it at the end, before what was started earlier. */
  add<T extends { stop(): Promise<void> }>(program: T): T {
    this.#running.push(program)
    return program
  }

  async end(): Promise<void> {
    for (const program of this.#running.reverse()) await program.stop()
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true })
  }
}
