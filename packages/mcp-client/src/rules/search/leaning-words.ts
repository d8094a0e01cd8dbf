/** Stems of words by how far they lean; written by `packages/bench/no-match/train.ts`. */
export const LEANING_WORDS: readonly (readonly [number, string])[] = [
  [-1.75, 'cancel gate play sheet'],
  [-1.5, 'bank book he low match my'],
  [
    -1.25,
    'access blue charg church ci door english feed his knot lift line mail o orang paint pay payslip photo power ' +
      'receipt room she sound squar stamp stand text thread whatsapp word',
  ],
  [
    -1,
    'across afternoon afterward ai august befor bench bin cake calendar caller camera channel cover cross dave dead ' +
      'floor formula handout handset him invit jam lab less letter light lower loyalty mb membership miss mm mr never ' +
      'nine parent password pdf print register renew s school season sign signatur six stick straight strip suit ' +
      'telly th thirty till translat twenty upsid whit',
  ],
  [
    -0.75,
    'agent alarm allotment an aunti bar bass bedroom bedtim bill block buy campaign car card carry chart clock clon ' +
      'complaint court crew custom dad delay diary dinghy driver edge fade feel fillet film fine fish four free freez ' +
      'freezer game gif grad group gutter handwrit heart hey hole hum inbox insta insuranc joint kg lad left legal ' +
      'mailbox me meet meter microchip midnight mirror monday mp much negativ neighbour noon not oil outlook pallet ' +
      'partner pea pencil pick pin pinecon pitch plum portugues poster printer proposal radio rang reviewer ring root ' +
      'rotat same saturday scan scor sell send shall sick singl someon spam spar speaker spell stapl statement str ' +
      'swap swear ten theatr tile today tonight tree trim two unsubscrib vat vent wall warm',
  ],
  [
    -0.5,
    'absent agre alon aloud apart assessment at audio b barn bay bean beat bed beep bell birthday blink blow boot ' +
      'boy brazil breaker budg bulb cafe calm candl cap caption carrier certificat chair choir classroom colour ' +
      'combin comma committe content counter crack cran crop cup deck defrost deliver desk dim down drawer drip drum ' +
      'duck early easy eight electronic eleven emergency episod even everyon ewe exchang extend face facebook fall ' +
      'fault feet field fight figma flash forklift forty fram french front german gift glossy googl gran h half hall ' +
      'hand hang help hem her hi hide homework host hub humidity hundr includ integrat iphon island jacket jar jo ' +
      'july june key keyboard kid ladder lamp laps late ledger leg lens listen lock loft loop lost lunchtim machin ' +
      'max mend mic mile mine minus minut mud mum music myself next nicely ninety nothing notic offic other otherwis ' +
      'outsid pair part pass patch patient payroll peak petrol physio pipe plat plus politely poll port pot pound ' +
      'practis pressur proj purchas python qr quality quilt quiz quot rais rash raw rd reel resiz return revers robot ' +
      'rock rotterdam sage sandwich saw seat september seven shar sharp shed shelf short shorten shot silk silly ' +
      'simpl sketch sleep slip slot snap sort spanish spe splinter spot start stitch story stream subtitl tablet talk ' +
      'term terraform the their tip toast tomorrow tonn track trailer transcrib trip trouser tune twic unless unlock ' +
      'updat upgrad upstair us vet vocal voic voicemail volum wash weekday whatever wheat whichever whoever wipe ' +
      'witness workbook xlsx z',
  ],
  [
    0.5,
    'abandon adult again against aggregation air amend amount announcement answer appear arxiv auditor auth averag ' +
      'backend basket being belong between boiler bristol brok bug bullet buyer callout catch chang changelog check ' +
      'chisel chrom circleci clip comput configmap connection crawl cream curv cv cycl dashboard datadog delivery ' +
      'denver did direction directory discriminat downtim downtown drawn du dummy dump eat egg entirely eu everybody ' +
      'export express fail fals finger firm fix food frankfurt g gare geneva get github got handl have hint hit hook ' +
      'hour hourly hunt id in incident instead is item join js just kick kitchen lag laptop launch learn lifecycl ' +
      'lisbon locally louvr lyon manual many markdown md memo mid milk mind monolith monthly mother namespac natur ' +
      'nautical near nord note nurs nurtur onboard once open or order oslo outlier overrid page pan paragraph passag ' +
      'pend peopl pls png point postpon pr previous priority prisma problem process processor production promo propos ' +
      'publish puppeteer quarter ram ramen re readabl readm recall recent red refund replay reproduc resolv respons ' +
      'review revision rs rule run rush sampl screenshot scroll section several ship shoe shut simulat size slider ' +
      'slow slowly so solder solid solv some spik sql standup stash stat status stock stop stor storag student study ' +
      'styl submit subscrib subsidy sure svelt switch syntax tailwind take tax teammat thes throttl tick timeout tmp ' +
      'todo touch trail transport travel trial tunnel uk under undo untrack upright used valu variant version wait ' +
      'wake we websit wherever whom widget winter wrot yaml year you youtub',
  ],
  [
    0.75,
    'aa abov actual actually address admin ana annual anywher api application are asid beneath biology bird blog ' +
      'bot box break bring build bump by c camp cancell cat chain charger chat checklist chess clos company compar ' +
      'competitor conflict coordinat crash data date daughter department develop devic discount dish dismiss doing ' +
      'driv editor electricity enter env euro ev everything exa explain fake faq fat few firecrawl flatmat found ' +
      'founder fresh friend frontend general ghent git gitlab grab grant graphic guy headlin heat high hr ice icon ' +
      'ine infra insid ip javascript junk kafka kit km labell lake land lately latency later lcp lead legacy loan ' +
      'logic longer maker marathon menu microplastic mistak moon must nightly of ok onlin overlap overwrit packag ' +
      'paid parser past paus per podcast pointer polygon pop popular population popup portugal postgr protein provinc ' +
      'push quid receiv rectangl refresh remark remind replac replica reporter rest restart retry revenu river ' +
      'roadmap salary sale scooter settl shipment shown signup similar sister sluggish snippet snow sodium somewher ' +
      'song spec spin startup storefront stuff survey tag that think thos through time told tooltip total tracker ' +
      'translation u upstream use vanish visa visitor want was water whenever world yet zod',
  ],
  [
    1,
    'airtabl alert any art assign assistant avatar backtrack beta better bit branch budget cart checkout click ' +
      'coastlin column contact cook cooki crow deal deco dig director doc drag election email escap fast featur ferry ' +
      'forget futur good grafana gut happen harbour has idea import ingress ishikawa isn last latest like list ' +
      'localhost log lot m margin met middl migration mockup most need negotiation nest new now org origin outag p ' +
      'panda payment pod porto prefer product rail record renam renewal repo report research rid risk roof sea see ' +
      'severity shad squash staff stag strik supplier support tattoo tell temperatur territory ther thought toggl ' +
      'traffic typo user van whether which wiki won worker workspac zip',
  ],
  [
    1.25,
    'airport archiv articl atla best biggest bottom cluster cooky council country delet designer dev disk doe don ' +
      'done edit entry error exam fact fastapi geojson give guest hello homepag hotfix json lat link login long look ' +
      'maintenanc marker octopus older parcel pic plan pram pretend puzzl query react remov revis select servic ' +
      'session shap show sinc something sourc src sum tab team tender vegetarian were wher why',
  ],
  [
    1.5,
    'about allergic anybody as boat browser collection commit customer db ever exactly far gaug littl mention ' +
      'moment mongo newest outlin over pric prod recip rent rep satellit site task test v watcher web',
  ],
  [
    1.75,
    'banner carefully climb closest databas demo depot finish folder how jot longest monitor prompt reason rec ' +
      'releas server spinner street venu what within',
  ],
  [2, 'base button find'],
  [2.25, 'around crm main search'],
  [3, 'exampl remember'],
  [3.25, 'notion'],
];
