// What the wall keeps over restarts, in the ledger's own store of settings: one value, replaced as a whole.
import { Fittings, MOST_OWN_SCENES, noRotation, Rotation, Scene, SceneId, Schedule } from '#shared/domain/wall/index.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Hall } from '../hall/index.ts'

const KEY = 'wall'

/** Before each scene had a time of its own, a rotation had one for all. */
const EvenRotation = z
  .object({ everyS: z.int(), scenes: z.array(SceneId) })
  .nullable()
  .transform((even) =>
    even === null ? noRotation : { isOn: true, turns: even.scenes.map((scene) => ({ scene, seconds: even.everyS })) },
  )
  .pipe(Rotation)

const fields = {
  current: SceneId,
  fittings: Fittings.nullable(),
  rotation: z.union([Rotation, EvenRotation]),
  schedule: Schedule,
  /** Until then (epoch ms) a person's choice goes before the schedule; null where that is followed. */
  byHandUntil: z.number().nullable(),
  isVisitor: z.boolean(),
  /** What the last change of an own scene replaced or removed. */
  spare: Scene.nullable(),
} as const

export interface Kept extends Readonly<{ [Name in keyof typeof fields]: z.infer<(typeof fields)[Name]> }> {
  readonly own: readonly Scene[]
  /** Own scenes that another version has written and this one cannot read: kept as they are. */
  readonly unread: readonly unknown[]
}

export const nothingKept: Kept = {
  ...{ current: 'span', own: [], unread: [], spare: null, fittings: null },
  ...{ rotation: noRotation, schedule: [], byHandUntil: null, isVisitor: false },
}

export class WallStore {
  readonly #ledger: Hall['db']['ledger']

  constructor(ledger: Hall['db']['ledger']) {
    this.#ledger = ledger
  }

  async load(): Promise<Kept> {
    return readKept(await this.#ledger.getMeta(KEY))
  }

  save({ own, unread, ...rest }: Kept): Promise<void> {
    return this.#ledger.setMeta(KEY, JSON.stringify({ ...rest, own: [...own, ...unread] }))
  }
}

/** Field by field and scene by scene: what cannot be read is as if it had not been kept. A wall comes up in any case. */
export function readKept(text: string | null): Kept {
  const found = recordOf(text)
  const scenes = Array.isArray(found['own']) ? (found['own'] as unknown[]) : []
  const read = scenes.map((scene) => ({ scene, verdict: Scene.safeParse(scene) }))
  const own = read.flatMap(({ verdict }) => (verdict.success ? [verdict.data] : [])).slice(0, MOST_OWN_SCENES)
  const field = <Name extends keyof typeof fields>(name: Name): Pick<Kept, Name> => {
    const verdict = fields[name].safeParse(found[name])
    // The field's own schema has proved it; TypeScript does not follow a schema chosen by name.
    return { [name]: verdict.success ? verdict.data : nothingKept[name] } as Pick<Kept, Name>
  }
  return {
    ...{ own, unread: read.flatMap(({ scene, verdict }) => (verdict.success ? [] : [scene])).slice(0, MOST_OWN_SCENES) },
    ...{ ...field('current'), ...field('fittings'), ...field('rotation'), ...field('schedule') },
    ...{ ...field('byHandUntil'), ...field('isVisitor'), ...field('spare') },
  }
}

const Named = z.object({ name: z.string().max(200) })

/** Whose it is and what is wrong with it: the first member that does not say what it may. */
export function unreadScene(scene: unknown): { name: string; detail: string } {
  const named = Named.safeParse(scene)
  const fault = Scene.safeParse(scene).error?.issues[0]
  return { name: named.success ? named.data.name.slice(0, 40) : '', detail: fault?.path.join('.') ?? '' }
}

function recordOf(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return z.record(z.string(), z.unknown()).catch({}).parse(value)
  } catch {
    // Not what this program writes; the wall begins anew, and its first change replaces it.
    return {}
  }
}
