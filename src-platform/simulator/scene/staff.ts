import type { Post } from '#shared/domain/case/terms.ts'
import { SeatId } from '#shared/kernel/ids.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { SceneRows } from './scene-rows.ts'

export interface Colleague {
  readonly id: PersonId
  readonly name: string
  readonly post: Post
  /** Where somebody of the hall sits. */
  readonly seat: SeatId | null
}

/** Who can do what in the town; a list is empty where the hall has nobody for it. */
export interface Staff {
  readonly acceptors: readonly Colleague[]
  readonly leaders: readonly Colleague[]
  readonly dispatchers: readonly Colleague[]
  readonly inspectors: readonly Colleague[]
  /** Those of the duty grid, or all where it has none. */
  inspectorsOf(dutyGrid: string | null): readonly Colleague[]
  workersOf(department: string): readonly Colleague[]
  find(person: string): Colleague | undefined
}

const SEATS = 4

export function gatherStaff({ people, dutyGrids }: Pick<SceneRows, 'people' | 'dutyGrids'>): Staff {
  const active = people.filter((person) => person.active)
  const desk = active.filter(({ posts }) => posts.some((post) => deskPosts.has(post)))
  const seats = new Map(desk.map(({ id }, i) => [id, SeatId.parse(String((i % SEATS) + 1))]))
  const holding = (post: Post): Colleague[] =>
    active
      .filter(({ posts }) => posts.includes(post))
      .map(({ id, name }) => ({ id, name, post, seat: deskPosts.has(post) ? (seats.get(id) ?? null) : null }))
  const inspectors = holding('inspector')
  const byGrid = new Map<string, Colleague[]>()
  for (const inspector of inspectors) {
    for (const grid of gridsOf(inspector.id, people, dutyGrids)) byGrid.set(grid, [...(byGrid.get(grid) ?? []), inspector])
  }
  const departmentOf = (worker: Colleague): string => people.find(({ id }) => id === worker.id)?.department ?? ''
  const workers = Map.groupBy(holding('department'), departmentOf)
  return {
    acceptors: holding('acceptor'),
    leaders: holding('shift-leader'),
    dispatchers: holding('dispatcher'),
    inspectors,
    inspectorsOf: (dutyGrid) => byGrid.get(dutyGrid ?? '') ?? inspectors,
    workersOf: (department) => workers.get(department) ?? [],
    find: (person) => inspectors.find(({ id }) => id === person),
  }
}

const deskPosts: ReadonlySet<Post> = new Set(['acceptor', 'shift-leader', 'dispatcher'])

function gridsOf(inspector: PersonId, people: readonly PersonRow[], dutyGrids: SceneRows['dutyGrids']): Set<string> {
  const own = people.find(({ id }) => id === inspector)?.dutyGrid ?? null
  const named = dutyGrids.filter(({ inspectors }) => inspectors.includes(inspector)).map(({ code }) => code)
  return new Set(own === null ? named : [own, ...named])
}
