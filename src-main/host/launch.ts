// What a shell and the host say to each other; the same in both shells. A shell imports this file and nothing else of the host.
import { SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { Display, Fittings, MOST_DISPLAYS } from '#shared/contracts/displays.ts'

const KeyIsBack = z.enum(['code', 'enrolment'])

/** First message to a fresh host. Secrets travel here, over the child's own channel, never in arguments or environment. */
export const HostLaunch = z.object({
  type: z.literal('launch'),
  /** Folder of this seat's data, made with mode 0700 when missing. */
  dataDir: z.string().min(1),
  platformUrl: z.url(),
  /** PEM of the only authority whose certificates the platform may show; null: those this machine trusts. */
  platformCa: z.string().max(100_000).nullable().default(null),
  seat: SeatId,
  /** One-time code, needed until this machine has been enrolled. */
  enrolCode: z.string().nullable(),
  /** Rises with every start of a host under the same shell. */
  generation: z.int().min(1),
  /** 32 bytes, base64: seals this machine's own secrets (safeStorage in Electron, a mode-600 file in the browser shell). */
  deviceKey: z.string().length(44),
  /**
   * The machine's own key is gone, and this one lies ready to replace it, guarded already: an enrolment that a power cut ends
   * half-way is found again. When it opens what is sealed here it has replaced the other one.
   */
  isKeySpare: z.boolean().default(false),
  /** It has just come back with its recovery code, or was made anew at another enrolment: this start writes that down. */
  keyIsBack: KeyIsBack.nullable().default(null),
  /** Browser shell: serve windows and their door on loopback. */
  web: z.object({ port: z.int().min(0).max(65_535), secret: z.string().length(44), rendererDir: z.string() }).nullable(),
  /** 本厅互联: where the other machines of the hall reach this one; null: it is off. */
  lan: z
    .object({ address: z.string().max(60), port: z.int().min(0).max(65_535), relayOrder: z.int().min(1).max(99).nullable() })
    .nullable()
    .default(null),
  version: z.string(),
  checkReplies: z.boolean(),
})
export type HostLaunch = z.infer<typeof HostLaunch>

/** The monitor a window of the wall stands on; null for every other window. */
const PaneId = Display.shape.id.nullable()

/** Later messages to the host. `door` comes with one message port (Electron). */
export const ShellMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('door'), caller: z.enum(['seat', 'wall']), pane: PaneId }),
  z.object({
    type: z.literal('ticket'),
    id: z.int(),
    caller: z.enum(['seat', 'wall']),
    entry: z.enum(['seat', 'wall']),
    pane: PaneId,
  }),
  /** The monitors of the wall that are there now; a window stands on each. */
  z.object({
    type: z.literal('displays'),
    displays: z.array(Display).max(MOST_DISPLAYS),
    /** What the command line says of them; what it leaves out stays as it was told before. */
    fittings: Fittings.partial(),
  }),
  z.object({ type: z.literal('stop') }),
])
export type ShellMessage = z.infer<typeof ShellMessage>

/** What the host says. */
export const HostMessage = z.discriminatedUnion('type', [
  /** `trouble`: why only the recovery page is served; null on every other day. */
  z.object({ type: z.literal('ready'), origin: z.string().nullable(), trouble: z.string().nullable().default(null) }),
  z.object({ type: z.literal('ticket'), id: z.int(), ticket: z.string() }),
  z.object({ type: z.literal('failed'), code: z.string(), detail: z.string().nullable() }),
  /** Once a second; a shell that misses several ends and restarts the host. */
  z.object({ type: z.literal('alive') }),
  /** The window of the wall on this monitor has stopped painting or speaking: replace it. */
  z.object({ type: z.literal('pane-lost'), pane: Display.shape.id, why: z.enum(['silent', 'stuck']) }),
  /** This machine's key, brought back or made anew: the shell guards it from now on and launches with it. */
  z.object({ type: z.literal('device-key'), key: z.string().length(44), by: KeyIsBack }),
  z.object({ type: z.literal('stopped') }),
])
export type HostMessage = z.infer<typeof HostMessage>
