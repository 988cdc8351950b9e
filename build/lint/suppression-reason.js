/**
 * A lint rule is switched off with a reason (`-- why`), rule by rule.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const suppressionReason = {
  meta: {
    type: 'problem',
    docs: { description: 'eslint-disable names its rules and its reason' },
    messages: {
      reason: 'say why: eslint-disable-next-line rule -- reason',
      rules: 'name the rules that are switched off',
    },
    schema: [],
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const match = /^\s*eslint-disable(?:-next-line|-line)?(?:\s+(.*))?$/s.exec(comment.value)
          if (!match) continue
          const [rules = '', ...reason] = (match[1] ?? '').split(/\s--\s/)
          if (rules.trim() === '' || rules.trim().startsWith('--')) context.report({ loc: comment.loc, messageId: 'rules' })
          else if (reason.join('').trim().length < 4) context.report({ loc: comment.loc, messageId: 'reason' })
        }
      },
    }
  },
}
