/** Words of everyday life, in English, by the field of life. Left out are those that software has a sense of its own for. */

const PEOPLE =
  'aunt babies baby babysitter bachelor boyfriend bride bridesmaid brother cousin dad daddy daughter father ' +
  'fiance friend friendship girlfriend godmother grandchild grandfather grandma grandmother grandpa ' +
  'grandparents granny groom guest husband kid kids landlord lover mom mother mum mummy nanny neighbor ' +
  'neighbour nephew newborn niece pensioner roommate sister son stepson teenager tenant toddler twins uncle ' +
  'widow wife';
const BODY_AND_HEALTH =
  'acne allergy ambulance ankle appetite arthritis asthma backache beard belly bladder blister blood bone brain ' +
  'breast breath bruise calories cancer cheek chest chin concussion contraception cough cramp deaf dental ' +
  'dentist diabetes diet disease dizzy doctor ear earache elbow exercise eyebrow eyelash eyes fever finger ' +
  'fitness flu forehead freckles glasses hair haircut headache hearing heartbeat hiccup hospital illness ' +
  'insomnia itch jaw kidney knee lenses lip liver lung manicure massage medical medication medicine migraine ' +
  'mole mouth muscle nail nausea neck nose nurse nutrition optician ovulation pediatrician pharmacy physician ' +
  'physiotherapy pill pimple posture pregnancy pregnant prescription protein rash saliva scalp scar shave shin ' +
  'shoulder sick skin sleepy sneeze snore sore spine stomach stretching sunburn surgeon surgery swollen symptom ' +
  'teeth therapist therapy thigh throat thumb tired toe toenail tooth toothache toothbrush toothpaste vaccine ' +
  'vein vitamin waist workout wound wrinkle wrist yawn yoga';
const FOOD =
  'almond appetizer apricot asparagus avocado bacon bagel bake bakery banana barbecue basil bean beef beer ' +
  'berry biscuit blender boil bread breakfast broccoli broth brunch burger butter cabbage cake candy caramel ' +
  'carrot casserole celery cereal cheese cheesecake cherry chicken chili chocolate chop cinnamon cocktail ' +
  'coconut coffee cook cookbook cooking corn crab croissant cucumber cuisine curry custard delicious dessert ' +
  'dinner dough doughnut drink dumpling eat egg eggplant espresso feast flavour flour food fridge fruit fry ' +
  'garlic gin ginger gluten grain grape gravy grill groceries grocery ham herb honey hungry icing ingredient ' +
  'jelly juice ketchup knead lamb lasagna leek lemon lemonade lentil lettuce lobster lunch mango margarita ' +
  'marinade mayonnaise meal meat milk milkshake mint muffin mushroom mustard noodles nutmeg oatmeal olive ' +
  'omelette onion oregano oven pancake parsley pasta pastry pea peach peanut pear pepper pickle picnic pie ' +
  'pineapple pizza plum popcorn pork porridge potato pudding pumpkin quinoa radish raisin raspberry recipe rice ' +
  'roast rum salad salami salmon salty sandwich sauce sausage seafood shrimp snack soda soup sour soy spaghetti ' +
  'spice spicy spinach steak stew stir strawberry sugar sushi sweet syrup taste tasty tea thirsty tofu tomato ' +
  'tuna turkey vanilla vegan vegetable vegetarian vinegar vodka waffle walnut whiskey wine yeast yoghurt yogurt ' +
  'zucchini';
const HOME =
  'apartment armchair attic basement bath bathroom bathtub bed bedroom bedside blanket blinds boiler broom bulb ' +
  'burglar candle carpet ceiling cellar chair chandelier chimney closet couch cupboard curtain cushion cutlery ' +
  'descale dishes dishwasher doorbell doorstep dryer dustbin duster faucet fence fireplace freezer fryer ' +
  'furnace furniture garage garden hallway hammock heater heating household humidifier kettle kitchen knife ' +
  'lamp laundry lawn lightbulb loft mattress microwave mop mow mug patio pillow plumber plumbing porch quilt ' +
  'radiator renovate roof rug saucepan shelf shower sofa sponge spoon sprinkler stain staircase stove sweep ' +
  'tablecloth teapot terrace thermostat toaster toilet towel tub vacuum vase ventilator wake wallpaper wardrobe ' +
  'washing';
const CLOTHES =
  'backpack bag blouse bottle bow bra bracelet clothes clothing coat collar costume cotton crochet diaper dress ' +
  'dressmaker earring embroidery fashion glove handbag hat jacket jeans jewel jewelry jumper knit knitting ' +
  'leather linen lingerie lipstick makeup necklace necktie needle nylon outfit overalls pants perfume purse ' +
  'pyjamas robe sandal scarf sew sewing shawl shirt shoelace shoes shorts silk skirt sleeve slippers sneakers ' +
  'socks sunglasses sweater swimsuit tailor tights trousers tuxedo umbrella underwear veil velvet wallet wear ' +
  'wool yarn';
const CRAFTS =
  'carpenter carpentry carve carving ceramic chisel clay crafts crayon doll easel grout handmade ladder ' +
  'laminate lathe lego nailed origami paint paintbrush painter painting plaster pliers pottery rope sandpaper ' +
  'scissors screwdriver sculpt sculpture solder spanner timber toy varnish watercolor watercolour weave whittle ' +
  'wood wooden woodwork wrench';
const ANIMALS =
  'animal aquarium bee bird butterfly calf cat cattle cow crocodile deer dog dolphin donkey duck feather frog ' +
  'giraffe goat goldfish goose hamster hedgehog hen herd horse insect kangaroo kennel kitten leash lizard ' +
  'monkey mosquito ox parrot paw peacock penguin pet pig pigeon pony poodle pup puppy rabbit rooster saddle ' +
  'shear sheep snail squirrel tiger tortoise turtle vet veterinarian wasp whale wolf zebra zoo';
const GARDEN =
  'acorn blossom bonsai bouquet cactus compost daisy dandelion fern fertilizer flower flowerbed gardener ' +
  'gardening grass greenhouse hedge herbs ivy lawnmower lily oak orchard orchid petal rake repot rose seedling ' +
  'shovel shrub soil sunflower tulip violet watering weed willow';
const ON_THE_WAY =
  'airbag aircraft airline airport automobile bicycle bike boat bonnet bumper cab canoe car caravan carburetor ' +
  'chauffeur cruise ferry flight fuel gasoline gearbox helicopter highway hitch hitchhike kayak limousine lorry ' +
  'moped motorbike motorcycle motorway parking passenger petrol pram puncture sailing scooter subway taxi tire ' +
  'tractor tram truck tyre van vehicle wheelchair windscreen windshield wiper yacht';
const TRAVEL =
  'backpacking beach camping carnival castle holiday honeymoon hostel hotel jetlag luggage passport ' +
  'pilgrimage reservation resort safari sightseeing souvenir suitcase suntan tourist vacation visa';
const SPORT_AND_GAMES =
  'aerobics archery athlete badminton ball baseball basketball bet bingo bowling casino checkers chess climb ' +
  'climbing cricket crossword dart dartboard dice dive diving domino fishing football gamble goalkeeper golf ' +
  'gym gymnastics hike hiking hobby hockey hopscotch hunt jog jogging judo karate lottery marathon olympics ' +
  'paddle poker puzzle racket referee riding roulette rugby skate skateboard ski skiing sledge snooker ' +
  'snowboard soccer solitaire sudoku surf surfing swim swimming tennis trampoline treadmill volleyball ' +
  'wrestling';
const MUSIC =
  'accordion ballad ballet banjo bassoon cello choir clarinet concert dance dancing drummer flute guitar ' +
  'guitarist harmonica jazz karaoke lullaby lyrics mandolin melody music musician opera pianist piano rap ' +
  'rehearsal sing singer singing sonata song symphony trombone trumpet turntable ukulele vinyl violin waltz ' +
  'whistle';
const STAGE_AND_TALE =
  'actress autograph bedtime caricature cartoon cinema circus clown comedy doodle fairy fiction haiku joke ' +
  'limerick museum novel parody photographer pirate podcast poem poet poetry pun rhyme riddle satire screenplay ' +
  'selfie sitcom sonnet storyteller tale tattoo television theater theatre theatrical tv';
const FEASTS =
  'anniversary baptism birthday bonfire celebrate christening christmas congratulate congratulations divorce ' +
  'easter farewell festival fireworks funeral gift halloween hanukkah valentine wedding';
const FAITH_AND_FATE =
  'astrology bible blessing capricorn chapel church heaven horoscope libra monk mosque pray prayer priest ' +
  'prophecy psalm quran rabbi sagittarius scorpio sermon superstition synagogue tarot taurus temple virgo witch ' +
  'zodiac';
const FEELINGS =
  'afraid anger angry anxiety ashamed bored boredom breakup cheer comfort compliment crush cry dream flirt ' +
  'gossip grief happiness happy hate hug jealous kiss laugh lonely love meditate meditation mindfulness ' +
  'motivate nightmare proud quarrel romance romantic sad shy smile sorry stubborn upset worry';
const MONEY =
  'allowance bank banknote borrow cash coin debit debt donate donation inheritance insurance insure lend loan ' +
  'mortgage pawn pension piggy quid rent salary tax taxes wage';
const LAW_AND_DUTIES =
  'alimony attorney barrister citizenship council criminal election evict immigration jury lawsuit lawyer lease ' +
  'marriage marry mayor military notarise notary parliament police policeman politician prison sue thief';
const SCHOOL =
  'algebra alphabet calculus chemistry classmate classroom diploma essay exam geometry grammar homework ' +
  'kindergarten lecture lesson math maths multiplication nursery photosynthesis physics professor pupil ' +
  'scholarship school schoolbag spelling student teach teacher thesis tuition tutor vocabulary';
const TRADES =
  'baker barber beautician blacksmith bricklayer butcher cobbler electrician farmer firefighter florist ' +
  'hairdresser jeweler locksmith maid mechanic midwife pharmacist pilot postman roofer sailor seamstress ' +
  'shoemaker soldier stylist waiter waitress welder';
const ERRANDS =
  'appointment bargain clothesline coupon dry envelope errand fax laundromat mall pallet parcel photocopy ' +
  'postage postcard refill reserve shred stapler supermarket toner voucher';
const DEVICES =
  'airplane antenna battery bluetooth camcorder camera charger earbuds earphones flashlight headphones headset ' +
  'loudspeaker microphone ringtone smartphone smartwatch sms snooze speaker stopwatch telescope thermometer ' +
  'timer tripod voicemail walkie webcam wifi';
const SKY_AND_EARTH =
  'avalanche cliff desert drought earthquake glacier hill hurricane ice jupiter mars moon mountain ocean rain ' +
  'rainbow raincoat river saturn sky snow snowman storm sun sunny sunrise sunset swamp thunder tide tornado ' +
  'volcano waterfall weather wind windy';
const LANGUAGE =
  'accent adjective adverb conjugate cyrillic declension dialect dub finnish homonym idiom latin noun plural ' +
  'pronoun pronounce pronunciation proverb rephrase slang synonym translate translation translator verb';
const LABORATORY =
  'bacteria beaker calibrate catalyst celsius centrifuge chemical chromosome dna drone enzyme equation ' +
  'fahrenheit fossil fpga graft gram inch kilo laser microscope neuron ounce petri pint soldering spaceship ' +
  'spectrometer titrate turbine verilog';

export const EVERYDAY_VOCABULARY: readonly string[] = [
  PEOPLE,
  BODY_AND_HEALTH,
  FOOD,
  HOME,
  CLOTHES,
  CRAFTS,
  ANIMALS,
  GARDEN,
  ON_THE_WAY,
  TRAVEL,
  SPORT_AND_GAMES,
  MUSIC,
  STAGE_AND_TALE,
  FEASTS,
  FAITH_AND_FATE,
  FEELINGS,
  MONEY,
  LAW_AND_DUTIES,
  SCHOOL,
  TRADES,
  ERRANDS,
  DEVICES,
  SKY_AND_EARTH,
  LANGUAGE,
  LABORATORY,
].flatMap((words) => words.split(' '));
