import { stem } from './stem.ts';

/** A stem that people use for another, and what it is worth beside it. */
export interface OtherForm {
  readonly stem: string;
  readonly weight: number;
}

/** The same word, written in short. */
const SHORT_WEIGHT = 0.8;
/** Another word that people use for the same thing. It hardly ever means quite the same. */
const NEAR_WEIGHT = 0.4;

/** Short forms of the trade, and other spellings; each line is one word. */
const SHORT_FORMS = `
repo repository
pr pull
mr merge
db database
dir directory folder
msg message
env environment
config configuration configure settings
auth authentication authorization authenticate
doc documentation
org organization organisation
info information
img image
pic picture
app application
prod production
perf performance
stats statistics
js javascript
ts typescript
calc calculate calculator
temp temperature
admin administrator
param parameter
args arguments
dep dependency
cmd command
addr address
conn connection
ref reference
spec specification
var variable
fn func function
sub subscription
dm message
pg postgres postgresql
mongo mongodb
gh github
gl gitlab
kube kubernetes
spreadsheet sheet
mail email
colour color
centre center
metre meter
grey gray
catalogue catalog
dialogue dialog
programme program
licence license
behaviour behavior
analyse analyze
organise organize
summarise summarize
visualise visualize
optimise optimize
synchronise synchronize sync
minimise minimize
`;

/** Everyday words for much the same; each line is one meaning. */
const NEAR_WORDS = `
delete remove erase drop destroy
create add make new insert
create open
update edit modify change
list show display view enumerate
get fetch retrieve read
find search lookup locate query look
send post publish
run execute launch start trigger invoke
stop kill cancel terminate abort
copy duplicate clone
move relocate transfer
rename name
click press tap
type enter fill
navigate open visit go browse
screenshot capture snapshot picture
page website site webpage
url link
file document
folder directory
image picture photo
error exception crash failure
issue ticket bug
channel room
person people user member
customer client
invoice bill
payment charge pay
price cost
compare diff difference
deploy release ship
row record
column field
summarize summary
schedule calendar event meeting
task todo
comment reply respond answer
approve accept
reject decline deny
dialog popup modal alert
remark comment
video clip movie youtube
forget delete
flip toggle switch
remember memorize save store
undo revert reset rollback
path route directions
distance far
restaurant cafe bar
hover mouse
shell terminal exec
secret credential password
audit history
team group
teammate colleague coworker user
photo image picture
text content
recording screencast
repo project
chart graph plot diagram
website url
web internet online
headline news newspaper press
elevation altitude height
search google
article paper publication study
embedding vector
sum plus addition
documentation manual handbook
latitude longitude coordinates
row entry
dashboard overview
delete wipe bin scrap trash
toggle flag
memory remember recall
contact prospect lead
company firm business
deal opportunity
node machine server host
pod container
news paper
midpoint halfway
histogram distribution spread
percentage share proportion
paper study preprint publication
bearing heading
stash shelve
checkout switch
note jot memo
monitor watch
alert alarm notification
incident outage
downtime maintenance
mute silence
replica copy
article essay blog
guide manual reference
reaction react emoji thumb
record film
memory ram heap
wait pause
workflow automation
intersection overlap
difference subtract minus
union join merge combine
blame fault
complete tick done
block paragraph bullet
table grid
select dropdown choose pick
property attribute field
thread conversation discussion
usage quota credit
scatter dot point
`;

/** What a thing is, behind what is one: a tool for the first is one for the others, not the other way round. */
const KINDS = `
place: address bakery bank bar bookshop butcher cafe campsite castle church cinema florist hospital hostel hotel landmark library museum park petrol pharmacy pub restaurant school shop station store supermarket theatre
direction: bike bus car cycle detour drive hike train tram walk way
coordinates: position whereabouts
image: drawing illustration painting portrait
video: documentary film footage
status: health progress state
permission: rights access
person: brother colleague cousin daughter father friend mother sister son wife husband
file: attachment document pdf
location: city country town village
`;

const FORMS = readForms();

/** Other forms of a stem, the closest first. */
export function otherForms(stemmed: string): readonly OtherForm[] {
  return FORMS.get(stemmed) ?? [];
}

function readForms(): ReadonlyMap<string, readonly OtherForm[]> {
  const forms = new Map<string, OtherForm[]>();
  for (const [text, weight] of [
    [SHORT_FORMS, SHORT_WEIGHT],
    [NEAR_WORDS, NEAR_WEIGHT],
  ] as const) {
    for (const line of text.trim().split('\n')) link([...new Set(line.split(' ').map(stem))], { weight, forms });
  }
  for (const line of KINDS.trim().split('\n')) addKind(line, forms);
  return forms;
}

function addKind(line: string, forms: Map<string, OtherForm[]>): void {
  const [kind = '', things = ''] = line.split(': ');
  const general = stem(kind);
  for (const thing of things.split(' ').map(stem)) {
    const known = forms.get(thing) ?? [];
    if (thing === general || known.some((form) => form.stem === general)) continue;
    forms.set(thing, [...known, { stem: general, weight: NEAR_WEIGHT }]);
  }
}

function link(group: readonly string[], { weight, forms }: { weight: number; forms: Map<string, OtherForm[]> }): void {
  for (const from of group) {
    const known = forms.get(from) ?? [];
    const others = group.filter((to) => to !== from && !known.some((form) => form.stem === to));
    forms.set(from, [...known, ...others.map((to) => ({ stem: to, weight }))]);
  }
}
