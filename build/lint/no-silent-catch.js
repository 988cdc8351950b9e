/**
 * A caught failure is answered, told or thrown on; a comment does not answer it.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const noSilentCatch = {
  meta: {
    type: 'problem',
    docs: { description: 'no failure is swallowed' },
    messages: { silent: 'this failure is swallowed: answer it, log it or let it pass' },
    schema: [],
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'silent' })
    return {
      CatchClause(node) {
        if (node.body.body.length === 0) report(node)
      },
      CallExpression(node) {
        const { callee } = node
        if (callee.type !== 'MemberExpression' || callee.computed) return
        const handler =
          callee.property.name === 'catch' ? node.arguments[0] : callee.property.name === 'then' ? node.arguments[1] : undefined
        if (handler !== undefined && isEmptyFunction(handler)) report(handler)
      },
    }
  },
}

function isEmptyFunction(node) {
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return false
  return node.body.type === 'BlockStatement' ? node.body.body.length === 0 : isNothing(node.body)
}

function isNothing(node) {
  return (
    (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'UnaryExpression' && node.operator === 'void')
  )
}
