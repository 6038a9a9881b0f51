// Reads a JSON array of PromQL expressions from standard input and writes, for each, what its grammar refuses and the metrics that it names.
import { parser } from '@prometheus-io/lezer-promql'

/** The fragments that are no PromQL, and the names of the metrics. */
function read(expression) {
  const answer = { errors: [], metrics: [] }
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) answer.errors.push(`at ${node.from}: ${expression.slice(node.from, node.to + 20)}`)
      if (node.name !== 'VectorSelector') return
      const name = node.node.firstChild
      if (name?.name === 'Identifier') answer.metrics.push(expression.slice(name.from, name.to))
    },
  })
  return answer
}

let text = ''
for await (const chunk of process.stdin) text += chunk
process.stdout.write(JSON.stringify(JSON.parse(text).map(read)))
