// Glossary. subject: whose figures stand in the ranking. drill: the figure whose arithmetic is open. What is chosen is kept
// for the window's next start; what is open is not.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { BoardFilter, BoardScope, FunnelStage, Indicator, Period, Repeats } from '#shared/contracts/evaluation.contract.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { PeriodKind } from '#shared/domain/evaluation/terms.ts'
import { z } from '#shared/kernel/zod.ts'
import { useFormat, useNow } from '#renderer/composables/index.ts'
import { keepChoice, readChoice } from '#renderer/i18n/index.ts'
import { isSamePeriod, periodAt, stepped } from './period-steps.ts'

const KEPT_AS = 'hall.board'

export const BoardView = z.enum(['department', 'street', 'community', 'post', 'hot'])
export type BoardView = z.infer<typeof BoardView>

const Kept = z.object({ view: BoardView, kind: PeriodKind, post: Post, start: z.string().regex(/^\d{4}-\d{2}-\d{2}$/).nullable() })

export type RepeatPlace = Repeats['rows'][number]

/** A figure whose arithmetic is asked for. */
export interface Drill {
  readonly scope: BoardScope
  readonly period: Period
  readonly filter: BoardFilter
  readonly indicator: Indicator
}

/** A stage of the funnel whose cases are asked for. */
export interface StageOpened extends Omit<Drill, 'indicator'> {
  readonly stage: FunnelStage
}

export const wholeHall: BoardFilter = {
  ...{ classes: null, sources: null }, ...{ street: null, community: null, department: null, grid: null },
}

function kept(): z.infer<typeof Kept> {
  const usual = { view: 'department', kind: 'month', post: 'acceptor', start: null } as const
  try {
    return Kept.catch(usual).parse(JSON.parse(readChoice(KEPT_AS) ?? 'null'))
  } catch {
    // What another version kept is no choice of this one.
    return usual
  }
}

export const useBoardStore = defineStore('board', () => {
  const format = useFormat()
  const now = useNow()
  const before = kept()
  const view = ref<BoardView>(before.view)
  const post = ref<Post>(before.post)
  const kind = ref<PeriodKind>(before.kind)
  /** First day of the period; null: the running one, whatever day it is. */
  const start = ref<string | null>(before.start)
  /** Null: the period before. */
  const compare = shallowRef<Period | null>(null)
  /** Null: the hall's present one. */
  const scheme = ref<string | null>(null)
  const drill = shallowRef<Drill | null>(null)
  /** A place whose cases are asked for; stands instead of a figure. */
  const place = shallowRef<RepeatPlace | null>(null)
  /** Stands instead of a figure. */
  const stage = shallowRef<StageOpened | null>(null)

  /** Beginning of the class codes that hot spots are made of; '' for every class. */
  const classes = ref('')
  /** A unit grid whose cases are asked for; stands instead of a figure. */
  const grid = ref<string | null>(null)

  const today = computed(() => format.date(now.value))
  const running = computed(() => periodAt(kind.value, today.value))
  const period = computed<Period>((old) => {
    const next = start.value === null ? running.value : periodAt(kind.value, start.value)
    return old !== undefined && isSamePeriod(old, next) ? old : next
  })
  const isRunning = computed(() => isSamePeriod(period.value, running.value))
  const subject = computed(() => (view.value === 'post' || view.value === 'hot' ? 'department' : view.value))

  function open(next: Drill): void {
    close()
    drill.value = next
  }
  function openPlace(next: RepeatPlace): void {
    close()
    place.value = next
  }
  function openStage(next: StageOpened): void {
    close()
    stage.value = next
  }
  function openGrid(next: string): void {
    close()
    grid.value = next
  }
  function close(): void {
    drill.value = null
    place.value = null
    grid.value = null
    stage.value = null
  }
  function goTo(next: Period): void {
    start.value = isSamePeriod(next, running.value) ? null : next.start
    compare.value = null
    close()
  }
  function step(by: 1 | -1): void {
    if (by > 0 && isRunning.value) return
    goTo(stepped(period.value, by))
  }
  function chooseKind(next: PeriodKind): void {
    const day = isRunning.value ? today.value : period.value.start
    kind.value = next
    goTo(periodAt(next, day))
  }
  function chooseView(next: BoardView): void {
    view.value = next
    scheme.value = null
    close()
  }
  watch([view, kind, post, start], () => {
    keepChoice(KEPT_AS, JSON.stringify({ view: view.value, kind: kind.value, post: post.value, start: start.value }))
  })

  return { view, subject, post, kind, period, isRunning, compare, scheme, classes,
    drill, place, grid, stage, open, openPlace, openGrid, openStage, close, goTo, step, chooseKind, chooseView }
})
