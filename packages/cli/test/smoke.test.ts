import { expect, test } from 'vitest';
import { createBench } from './cli-harness.ts';
test('smoke', async () => {
  const b = createBench();
  for (const argv of [['--help'], ['keys','create','--help'], [], ['keys'], ['health'], ['keys','create','--name','CI','--owner','dev@example.com','--scope','a:b,c','--meta','x=1','--meta','y:=2','--expires','90d','--rate','100/1m'], ['keys','list'], ['keys','list','--json'], ['frob'], ['keys','create','--tier','gold','--name','x','--owner','y'], ['keys','show','zzz'], ['keys','show','0000000000'], ['config','list'], ['config','set','url','https://x.example.com/a/'], ['config','get','url'],['--version'],['completion','bash'],['keys','create','--name','CI','--key','wg_live_aaa'],['validate','chef_0123456789012345678901234567890']]) {
    const r = await b.run(argv);
    console.log(argv.join(' '), '->', r.code, '\n--out\n' + r.stdout + '--err\n' + r.stderr);
  }
  expect(1).toBe(1);
});
