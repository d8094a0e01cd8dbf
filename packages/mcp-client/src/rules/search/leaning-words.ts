/** Stems of words by how far they lean; written by `packages/bench/no-match/train.ts`. */
export const LEANING_WORDS: readonly (readonly [number, string])[] = [
  [-1.5, 'bank book cancel gate my play room sheet'],
  [
    -1.25,
    'calendar caller channel charg ci door english feed he knot lift low mail orang payslip power sign sound squar ' +
      'stamp word',
  ],
  [
    -1,
    'across afternoon an august bedroom befor bench blue buy camera car church cover cross dead floor formula ' +
      'handset him his lab light loyalty match mb membership mm never o paint password pay photo pick poster print ' +
      'receipt renew return sick signatur stand strip telly ten text thirty thread till translat twenty upsid ' +
      'whatsapp whit',
  ],
  [
    -0.75,
    'access afterward ai allotment aunti bay bedtim bill cake campaign chart clock clon complaint court cran crew ' +
      'dad delay diary edge even feel fillet fine fish four free freez freezer fund grad group gutter handwrit heart ' +
      'hey hole hum invit jam joint kg lad ledger left legal less letter line lower machin mailbox meter mirror miss ' +
      'monday mp mr negativ neighbour nine noon not oil outlook pallet partner patient pdf pea pencil physio plum ' +
      'post proposal quot rang register reviewer ring robot root rotat s sage saturday scan season seat sell shall ' +
      'sharp she short shorten singl six someon spar spell spot start statement stick straight stream swap swear th ' +
      'theatr their today tree trim trip twic two updat us vat vent wall warm workbook',
  ],
  [
    -0.5,
    'agent alarm alon aloud apart assessment at bar barn bass bean bed beep bell bin birthday block blur border boy ' +
      'bulb calm candl cap caption card class classroom code colour comma counter crop cup custom deck defrost ' +
      'deliver desk dim docx down drawer driver drum duck early easy electronic emergency episod everyon ewe eye ' +
      'facebook fade fall feet field fight film flash forklift forward fram french front game gif gift googl half ' +
      'hall hand handout hem hi hide hold homework host humidity includ insuranc internal iphon island jo jpeg july ' +
      'key kid ladder landscap late leg lens litr lock loop lunch max me meet mend merg metr mile mine minut money ' +
      'mud mug music myself ninety nothing offic otherwis own pair parent pass payday payroll peak petrol pig pin ' +
      'pinecon pipe pitch politely poll pond portugues pot pound practis pressur printer pupil purchas python qr ' +
      'quality queu radio rd red repeat resiz revers rock same sat saw school scor send september seven shar shift ' +
      'shot side simpl sketch sleep slip slot spanish spe speaker stapl stitch story suit sunday tablet talk term the ' +
      'tile tip tomorow tonight tonn track trailer transcrib trouser tune unless unlock unsubscrib upgrad upstair vet ' +
      'void volum wash wednesday weekday wheat whichever whoever wide witness xlsx z',
  ],
  [
    0.5,
    'abandon actual admin adult aggregation ago air amend annual appear arxiv averag backend bath being better ' +
      'between box bring bristol bullet callout charger checklist cold compar comput computer context crawl cream cv ' +
      'dashboard delivery denver department desktop did do downtim downtown drawn dropdown dummy dump entirely env eu ' +
      'ev every everybody export express fals finger firecrawl firm forget forum geneva get git github grab handl ' +
      'hint hit hook hr hunt id in incident ine initialis insid instead is javascript js junk kafka kit kitchen km ' +
      'lag launch lcp lead learn length limit lisbon lobby louvr manual many markdown md microplastic mid monthly ' +
      'morn name ok onboard once one oslo overlap overwrit packag pad page pan passag paus pend peopl playlist png ' +
      'point pointer polygon pop popup pr prefer priority prisma process processor production promo propos push quick ' +
      'quiet ram ramen readabl recall recent redis replac replay replica resolv respons restart review revision rs ' +
      'rule run sampl scal screenshot scroll secret ship shipment similar simulat slow slowly sluggish snow solder ' +
      'solid some spac speak spik stat status stock stuck student study styl submit summariser sure svelt tag take ' +
      'temperatur than throttl through tick timeout tmp to tooltip touch tracker trial tunnel under undo up using van ' +
      'visa wait wake we wheel wherever widget window winter won wrot year',
  ],
  [
    0.75,
    'aa actually again airport alert ana announcement answer anywher application art asid assign assistant auth ' +
      'belong beneath biology blog bot branch break budget build bump by c camp cancell cat chain chisel click clos ' +
      'conflict connection contact coordinat crash data daughter deco develop devic directory discount dish dismiss ' +
      'doing driv editor electricity enter euro ever everything exa explain faq fat ferry few fix food found fresh ' +
      'friend frontend general gitlab goat got grafana gut have headlin heat high hourly ice icon infra ip item just ' +
      'kick labell lake land laptop last lately latency legacy list log logic longer m maker marathon menu met mind ' +
      'moon mother must natur near nightly now nurs of onlin paid parser past pls podcast porto portugal postgr ' +
      'product protein provinc quarter quid rail readm receiv rectangl refresh remark repo reporter rest retry revis ' +
      'risk river roadmap salary sale scooter shad shop shown shut signup sister sodium somewher spec spin startup ' +
      'storefront stuff support survey tax thes think thos time told total translation typo u uk upstream use user ' +
      'vanish visitor was whenever whether why zod',
  ],
  [
    1,
    'abov airtabl api are atla avatar beta bit boat bottom carefully cart chat checkout cluster coastlin column ' +
      'cook cooki country crow deal designer dev dig director doc drag election entry error escap exam fastapi featur ' +
      'geojson give good grant happen harbour has import ingress ishikawa lat latest like localhost long lot margin ' +
      'migration milk mistak mockup most nest octopus older org origin p pod population puzzl query react record ' +
      'remind renam renewal report research rid roof sea see severity shap show squash strik supplier tattoo team ' +
      'tell territory that ther thought toggl traffic version want which wiki worker workspac yet zip',
  ],
  [
    1.25,
    'any archiv articl as best biggest browser cooky council delet disk doe don done edit email exactly fast guest ' +
      'homepag hotfix idea isn json link login maintenanc marker middl need new outlin parcel payment pic plan pram ' +
      'pretend recip remov satellit select server servic session something sourc src stag sum tab tender v were',
  ],
  [
    1.5,
    'about allergic anybody climb closest collection commit databas db depot far finish folder hello how littl look ' +
      'moment mongo monitor newest over per pric prod prompt rec rent rep sinc spinner task test watcher what wher ' +
      'within',
  ],
  [1.75, 'banner button crm customer demo gaug jot longest mention reason releas site street venu web'],
  [2, 'base find search'],
  [2.25, 'around main'],
  [2.75, 'remember'],
  [3, 'exampl notion'],
];
