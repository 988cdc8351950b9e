import { join } from 'node:path'
import { Program } from './program.ts'

interface PlatformReady {
  readonly type: 'platform-ready'
  readonly url: string
  readonly pid: number
}

const SMALL_TOWN: readonly string[] = ['--town', 'small']
/** A county with a past is made once, on a machine that does other things too. */
const LARGE_TOWN_MS = 300_000

/** An embedded platform on its own: the municipal server of a story. */
export class TestPlatform {
  readonly dataDir: string
  readonly #town: readonly string[]
  #program: Program
  #url: string

  private constructor(dataDir: string, town: readonly string[], program: Program, url: string) {
    this.dataDir = dataDir
    this.#town = town
    this.#program = program
    this.#url = url
  }

  /** `town`: what its command line says of the town, its past and its life. */
  static async start(dataDir: string, port = 0, town: readonly string[] = SMALL_TOWN): Promise<TestPlatform> {
    const program = launch(dataDir, port, town)
    const { url } = await program.message<PlatformReady>('platform-ready', town === SMALL_TOWN ? undefined : LARGE_TOWN_MS)
    return new TestPlatform(dataDir, town, program, url)
  }

  get url(): string {
    return this.#url
  }

  get pid(): number {
    return this.#program.pid
  }

  /** How its process ended; null while it runs. */
  get how(): number | string | null {
    return this.#program.how
  }

  /** Codes by seat; a seat reads its own from here. */
  get enrolFile(): string {
    return join(this.dataDir, 'enrolment.json')
  }

  get adminTokenFile(): string {
    return join(this.dataDir, 'admin-token')
  }

  /** The past it was asked for is written; until then its rows still change. */
  async pastIsWritten(): Promise<void> {
    const isDone = (line: string): true | undefined => (/"platform-history","done":true/.test(line) ? true : undefined)
    await this.#program.line(isDone, LARGE_TOWN_MS)
  }

  /** `kill -STOP`: it is there and says nothing. */
  pause(): void {
    this.#program.signal('SIGSTOP')
  }

  continue(): void {
    this.#program.signal('SIGCONT')
  }

  async kill9(): Promise<void> {
    this.#program.signal('SIGKILL')
    await this.#program.ended()
  }

  /** The same data at the same address. */
  async restart(): Promise<void> {
    this.#program = launch(this.dataDir, Number(new URL(this.#url).port), this.#town)
    this.#url = (await this.#program.message<PlatformReady>('platform-ready')).url
  }

  stop(): Promise<void> {
    return this.#program.stop()
  }
}

function launch(dataDir: string, port: number, town: readonly string[]): Program {
  return new Program({ script: 'out/main/platform.js', args: ['--data-dir', dataDir, '--port', String(port), ...town] })
}
