import { computed, ref } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { faultsOf, MOST_PAGES, MOST_PANELS, roomFor } from '#shared/domain/wall/index.ts'
import type { Panel, PanelFault, PanelKind, TilesScene } from '#shared/domain/wall/index.ts'

export interface Monitor {
  readonly width: number
  readonly height: number
}

/** Why a draft cannot be kept as it is; null: it can. */
export type DraftTrouble =
  | { readonly what: 'unchanged' | 'needName' | 'overlaps' }
  | { readonly what: 'needPanel'; readonly page: number }
  | null

export interface SceneDraft {
  readonly name: Ref<string>
  readonly pages: Readonly<Ref<readonly (readonly Panel[])[]>>
  /** The page in hand, and which of its panels; -1: none. */
  readonly at: Ref<number>
  readonly selected: Ref<number>
  readonly page: ComputedRef<readonly Panel[]>
  readonly faults: ComputedRef<readonly PanelFault[]>
  /** Panels of all pages that cannot be read on their monitor. */
  readonly tooSmall: ComputedRef<number>
  readonly trouble: ComputedRef<DraftTrouble>
  readonly isChanged: ComputedRef<boolean>
  readonly scene: ComputedRef<TilesScene>
  readonly change: (place: number, panel: Panel) => void
  readonly room: (kind: PanelKind) => Panel | 'full' | undefined
  readonly add: (kind: PanelKind) => void
  readonly remove: (place: number) => void
  readonly addPage: () => void
  readonly dropPage: () => void
}

/** A scene being arranged; nothing of it is told to the host before it is saved. */
export function useSceneDraft(
  start: TilesScene,
  isNew: boolean,
  monitorOf: (page: number) => Monitor,
  unit: () => number,
): SceneDraft {
  const name = ref(start.name)
  const pages = ref<readonly (readonly Panel[])[]>(start.pages)
  const at = ref(0)
  const selected = ref(-1)
  const page = computed(() => pages.value[at.value] ?? [])
  const faults = computed(() => pages.value.map((panels, number) => faultsOf(panels, monitorOf(number), unit())))
  const scene = computed<TilesScene>(() => ({
    ...start,
    name: name.value.trim(),
    pages: pages.value.map((panels) => [...panels]),
  }))
  const wordsOf = (one: TilesScene): string => JSON.stringify([one.name, one.pages])
  const isChanged = computed(() => wordsOf(scene.value) !== wordsOf(start))
  const trouble = computed<DraftTrouble>(() => {
    if (name.value.trim() === '') return { what: 'needName' }
    const empty = pages.value.findIndex((panels) => panels.length === 0)
    if (empty >= 0) return { what: 'needPanel', page: empty }
    if (faults.value.some((one) => one.some(({ isMisplaced }) => isMisplaced))) return { what: 'overlaps' }
    return isChanged.value || isNew ? null : { what: 'unchanged' }
  })

  const write = (panels: readonly Panel[]): void => {
    pages.value = pages.value.map((one, number) => (number === at.value ? panels : one))
  }
  const room = (kind: PanelKind): Panel | 'full' | undefined =>
    page.value.length >= MOST_PANELS ? 'full' : roomFor(kind, page.value, monitorOf(at.value), unit())
  const goTo = (number: number): void => {
    at.value = number
    selected.value = -1
  }
  return {
    ...{ name, pages, at, selected, page, trouble, isChanged, scene, room },
    faults: computed(() => faults.value[at.value] ?? []),
    tooSmall: computed(() => faults.value.flat().filter(({ shortage }) => shortage !== null).length),
    change: (place, panel) => write(page.value.map((one, number) => (number === place ? panel : one))),
    add: (kind) => {
      const panel = room(kind)
      if (panel === undefined || panel === 'full') return
      write([...page.value, panel])
      selected.value = page.value.length - 1
    },
    remove: (place) => {
      write(page.value.filter((_, number) => number !== place))
      selected.value = -1
    },
    addPage: () => {
      if (pages.value.length >= MOST_PAGES) return
      pages.value = [...pages.value, page.value]
      goTo(pages.value.length - 1)
    },
    dropPage: () => {
      if (pages.value.length < 2) return
      pages.value = pages.value.filter((_, number) => number !== at.value)
      goTo(Math.min(at.value, pages.value.length - 1))
    },
  }
}
