import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { WireRefusal } from '#shared/contracts/frames.ts'
import type { WallDesk } from '#shared/contracts/wall.contract.ts'
import type { Scene } from '#shared/domain/wall/index.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useText } from '#renderer/i18n/index.ts'

const LONGEST_NAME = 40

/** Answers of the host as far as a person sees them: done, or why not. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly error: WireRefusal }

export interface Edited {
  readonly scene: Scene
  readonly isNew: boolean
}

export interface OwnScenesDesk {
  /** What the editor has open. */
  readonly edited: Readonly<ShallowRef<Edited | null>>
  readonly edit: (id: string) => Promise<Answer>
  readonly add: (kind: Scene['kind']) => Promise<Answer>
  readonly copy: (id: string) => Promise<Answer>
  readonly rename: (id: string, name: string) => Promise<Answer>
  readonly save: (scene: Scene) => Promise<Answer>
  readonly close: () => void
}

/** 自建场景 from a seat: every change goes to the host whole, which has the last word on it. */
export function useOwnScenes(wall: () => Pick<WallDesk, 'scenes'> | null): OwnScenesDesk {
  const desk = useDesk()
  const { t } = useText()
  const edited = shallowRef<Edited | null>(null)

  /** The name with the first number that makes it one of its own. */
  function freshName(name: string): string {
    const taken = new Set(wall()?.scenes.map((scene) => scene.name))
    for (let n = 1; ; n += 1) {
      const tail = t('wall.own.copyOf', { name: '', n })
      const one = `${name.slice(0, LONGEST_NAME - tail.length)}${tail}`
      if (!taken.has(one)) return one
    }
  }
  async function withScene(id: string, then: (scene: Scene) => Promise<Answer>): Promise<Answer> {
    const found = await desk.call.wall.scene({ id })
    return found.ok ? then(found.value) : found
  }
  function open(scene: Scene, isNew: boolean): Promise<Answer> {
    edited.value = { scene, isNew }
    return Promise.resolve({ ok: true })
  }
  return {
    edited,
    edit: (id) => withScene(id, (scene) => open(scene, false)),
    // Begins with what every wall has, which goes by the name of its kind: a page to change is sooner right than an empty one.
    add: (kind) => withScene(kind, (scene) => open({ ...scene, name: freshName(t('wall.own.fresh')) }, true)),
    copy: (id) => withScene(id, (scene) => desk.call.wall.save({ scene: { ...scene, name: freshName(scene.name) }, as: 'new' })),
    rename: (id, name) => withScene(id, (scene) => desk.call.wall.save({ scene: { ...scene, name }, as: 'same' })),
    save: async (scene) => {
      const answer = await desk.call.wall.save({ scene, as: edited.value?.isNew === true ? 'new' : 'same' })
      if (answer.ok) edited.value = null
      return answer
    },
    close: () => {
      edited.value = null
    },
  }
}
