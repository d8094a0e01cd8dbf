/** Stems of words by how far they lean; written by `packages/bench/no-match/train.ts`. */
export const LEANING_WORDS: readonly (readonly [number, string])[] = [
  [-1.75, 'patient'],
  [-1.5, 'book gate my'],
  [-1.25, '9 an befor cancel play provid ring sheet someon till'],
  [
    -1,
    '14 17 afterward at bill caller channel church dead february feed hold kid legal letter light low mail much o ' +
      'orang password payslip power print room rotat round squar stand stick strip telly thirty thread twenty us vat',
  ],
  [
    -0.75,
    '3 acknowledg afternoon approv bank bay block buy calendar campaign can car charg ci class code cover cut docx ' +
      'door english etch everyon eye facebook feel fire floor formula freez front fund green guess handset heart hey ' +
      'him his hole information instagram knot lab lad landscap late lock loyalty machin mailbox match me meet meter ' +
      'mirror mix mm mp n never nothing outlook parent pdf photo pick pin purchas rang read red register retriev ' +
      'return rotterdam sage saturday save saw season shall she shorten signatur six sound ten them today translat ' +
      'trouser tune two upsid whit whoever wide witness word xlsx',
  ],
  [
    -0.5,
    '09 100 212 22 28 300 44 50 6 60 80 accept ai align allotment alon aloud and attachment august aunti background ' +
      'barn bedtim bench blur boy bring cake calm camera candidat candl cell chequ christma claim clinic clon come ' +
      'comma committe complaint confirmation contractor court crew cross curtain delay diary dim earth edge ' +
      'electronic eleven end even fall field fight fine fish free freezer gif gift gmail grad handwrit hat hi hide ' +
      'hill home hospital hum id includ insuranc intak internal invit its jam journal keg kg kind ledger left less ' +
      'life lift line litr locker loop lower magazin march mb memory merg min miss monday move music mute negativ ' +
      'neighbour nine ninety noon not offic only other overnight own pa pain paint pallet park part partner pay pea ' +
      'pictur pinecon poem polish post poster pupil python radio rd receipt repeat restaurant revers robot root s ' +
      'same sat seat send september seven shar shed shot sick sign singl sketch sleep slot spar speech spot start ' +
      'stay story straight subject sunday swap swear system text th thank the theatr thing tie tile tomorrow tonight ' +
      'track transcrib trim trip unsubscrib upgrad upset vent voic volum wall wednesday whichever workshop would zoom',
  ],
  [
    0.5,
    '02 120 2021 2024 24 3000 41 600 9090 actual aggregation airtabl altitud announcement answer anywher api app ' +
      'are art assign assistant assumption auth averag backend bacteria basket bath being between bit blog box break ' +
      'breakdown brief broken bump c callout cat checklist chisel chrom circleci clickabl com company compar ' +
      'connection consumer context cooky cork count country dashboard deep design develop directory discriminat done ' +
      'downtim drag dropdown due dump eat editor egg else error everything explain explanation fact faq featur ferry ' +
      'fill fix flatmat forget garden general geneva git github gitlab gotta grab grafana gut happen happy head ' +
      'headlin headphon heat hint hit homepag hotfix hover hunt iceland import in instead invoic item kafka land ' +
      'laptop last lat latency lcp lead legacy littl lobby log london long lot maker manual margin marker milk mockup ' +
      'monthly notebook nurtur odd oldest onboard once oslo overlap packag parkinson parser party past peopl pod ' +
      'point polygon population popup porto postgr prefer priority prisma priya processor productivity promo propos ' +
      'protein puppeteer re react reaction report request restart retry review revis rider risk roadmap rout rs run ' +
      'salary sale scal scroll setup several shap ship shout similar slow snow so solder spac spec spik src stock ' +
      'ston stop student sum svelt syntax tailwind taller tax tell temperatur tent tester than thorough thos throttl ' +
      'time timeout timetabl toggl tom toma tooltip top total tutorial typo undo up upstream urgent user variant ' +
      'visitor wake walnut want water we websocket weigh welcom who whom within won wrong yet',
  ],
  [
    0.75,
    '0 1 203 417 abov again airport ana animation any archiv arriv atla avatar back best biggest bottom branch ' +
      'browser budget cart chain chang checkout click clos coastlin column crash crow date db deal deco dev devic ' +
      'discount disk edit entry escap eu ever exa exam fast found from geojson goat harbour hello high hourly idea ' +
      'ingress ishikawa json just latest logic login m maintenanc mark mia middl mistak moment monolith moon most ' +
      'must need of older otto paid parcel pilot plac podcast portugal prompt provinc quarry query rail receiv remark ' +
      'remov renam rent rep replac replica repo riddl river rule satellit scooter see semantic session shad signup ' +
      'sister site slowly small something spin stag step stor storefront stuck study stuff support survey territory ' +
      'that thin think tracker traffic under vienna wait well were whenever whether winter workspac zip zod',
  ],
  [
    1,
    '00 asid beta carefully cluster collection commit contact cook cooki dig doc don election email fastapi has ine ' +
      'like localhost longer main mention mind mongo monitor new octopus page plan preferenc pretend prod puzzl ' +
      'quarter rec recip record remind sea servic sourc strik supplier tattoo test ther thought tick venu which why ' +
      'wiki',
  ],
  [
    1.25,
    'articl as banner button closest council daughter delet demo designer doe exactly far find finish gaug give ' +
      'good list mood nest newest now over payment per pic pric releas rid server shop show sinc street team use v ' +
      'what wher worker',
  ],
  [1.5, 'about allergic anybody around base customer databas depot jot longest reason spinner task web'],
  [1.75, 'crm folder how look notion remember search'],
  [2.25, 'exampl'],
];
