// What every form of the seat chooses from: classes with their conditions and limits, departments, inspectors. Few and seldom
// changed, so they are fetched whole and kept.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ClassChoice } from '#shared/contracts/intake.contract.ts'
import type { ReplyOf, Contracts } from '#shared/contracts/index.ts'
import type { Limit } from '#shared/domain/case/terms.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import type { Desk } from '#renderer/desk/index.ts'

type Catalogue = ReplyOf<Contracts['intake']['catalogue']>
type People = ReplyOf<Contracts['intake']['people']>
export type AreaGrade = 'A' | 'B' | 'C'

const nobody: People = { departments: [], inspectors: [] }

export const useCatalogueStore = defineStore('catalogue', () => {
  const catalogue = shallowRef<Catalogue | null>(null)
  const people = shallowRef<People>(nobody)
  const refusal = shallowRef<Refusal | null>(null)
  const byCode = computed(() => new Map((catalogue.value?.classes ?? []).map((choice) => [choice.code, choice])))
  let fetching: Promise<void> | undefined

  async function fetchBoth(desk: Desk): Promise<void> {
    const [classes, persons] = await Promise.all([desk.call.intake.catalogue({}), desk.call.intake.people({})])
    refusal.value = classes.ok ? null : classes.error
    if (classes.ok) catalogue.value = classes.value
    if (persons.ok) people.value = persons.value
  }

  /** Fetches afresh; what is there already stays in use meanwhile. */
  function refresh(desk: Desk): Promise<void> {
    fetching ??= fetchBoth(desk).finally(() => (fetching = undefined))
    return fetching
  }

  const findClass = (code: string): ClassChoice | undefined => byCode.value.get(code)

  /** The handling limit 处置时限 of a condition; undefined when the catalogue does not know it. */
  function limitOf(classCode: string, conditionId: string, grade: AreaGrade): Limit | undefined {
    return findClass(classCode)?.conditions.find(({ id }) => id === conditionId)?.limits[grade]
  }

  const nameOfDepartment = (id: string): string => people.value.departments.find((one) => one.id === id)?.name ?? id
  const nameOfInspector = (id: string): string => people.value.inspectors.find((one) => one.id === id)?.name ?? id

  return { catalogue, people, refusal, refresh, findClass, limitOf, nameOfDepartment, nameOfInspector }
})
