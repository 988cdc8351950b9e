import { cycleThrough, readFeatureGraph } from './feature-graph.js'
import { eachImport } from './imports.js'
import { placeOf, projectPath, refusal, targetOf } from './zones.js'

/**
 * Imports follow the arrows of zones.js; features form no cycle.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importArrows = {
  meta: {
    type: 'problem',
    docs: { description: 'imports follow the arrows of docs/ARCHITECTURE.md' },
    messages: {
      forbidden: '{{reason}}',
      cycle: 'features import each other in a circle: {{path}}',
    },
    schema: [{ type: 'object', properties: { featureGraph: { type: 'object' } }, additionalProperties: false }],
  },
  create(context) {
    const root = context.cwd
    const from = projectPath(root, context.filename)
    return eachImport(({ node, specifier, typeOnly }) => {
      const to = targetOf(root, from, specifier)
      if (to === undefined) return
      const reason = refusal({ from, to, typeOnly })
      if (reason !== undefined) {
        context.report({ node, messageId: 'forbidden', data: { reason } })
        return
      }
      const source = placeOf(from)
      const target = placeOf(to)
      if (source?.feature === undefined || target?.feature === undefined || source.feature === target.feature) return
      const graph = context.options[0]?.featureGraph ?? readFeatureGraph(root, from.split('/')[0])
      const path = cycleThrough(graph, source.feature, target.feature)
      if (path !== undefined) context.report({ node, messageId: 'cycle', data: { path: path.join(' -> ') } })
    })
  },
}
