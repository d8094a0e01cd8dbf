import { readFileSync } from 'node:fs';
import { parseRequests, parseTools } from './src/tool-sets.ts';
import { FINDERS } from './benches/tools/finders.ts';
const tools = parseTools(readFileSync('/tmp/partB/own.tools.jsonl','utf8'),'t');
const ours = await FINDERS[0]!.build(tools), mini = await FINDERS[1]!.build(tools);
for (const half of ['open','locked']) for (const r of parseRequests(readFileSync(`/work/main/packages/bench/data/tool-requests/${half}.jsonl`,'utf8'),half)) {
  if (r.relevant.size===0) continue;
  const pool=[...new Set([...(await ours.search(r.query,3)),...(await mini.search(r.query,2))])].filter(i=>!r.relevant.has(i));
  if(pool.length) console.log(`${r.id.slice(4)} ${r.query.slice(0,90)} => ${pool.join(' ')}`);
}
