package io.memberflow.job.generate;

import io.memberflow.job.generate.Goods.Choice;
import io.memberflow.job.generate.Goods.Item;
import io.memberflow.job.generate.Goods.Shelf;
import io.memberflow.job.generate.Person.Terms;
import io.memberflow.member.BehaviourType;
import io.memberflow.order.OrderStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Members with a part to play: on the last day of the plan somebody has every value that a rule of
 * the shipped rulebook can give by what one member is and does. Each is called after what it is
 * there for. Their past reaches 520 days back, whenever the plan begins.
 */
final class Cast {

    private static final String LINGERIE = "内衣";
    private static final String YES = "是";

    private final ShopPlan plan;
    private final List<Person> people = new ArrayList<>();

    Cast(ShopPlan plan) {
        this.plan = plan;
        models();
        who();
        where();
        howTheyBuy();
        whatTheyDo();
        whatIsSaid();
        goods();
        trades();
        scenes();
    }

    List<Known> known() {
        return people.stream().map(Person::known).toList();
    }

    List<Sold> sold() {
        return people.stream().flatMap(p -> p.sold().stream()).toList();
    }

    List<Did> did() {
        return people.stream().flatMap(p -> p.did().stream()).toList();
    }

    private Person person(String role) {
        Person person = new Person(plan, "cast-" + role);
        people.add(person);
        return person;
    }

    /** The models that look at more than orders, and those whose values are rare. */
    private void models() {
        person("新用户").field("gender", "女");
        person("兴趣用户-浏览").does(3, BehaviourType.CART, "category", LINGERIE);
        person("兴趣用户-未付款").orders(5, new Terms().status(OrderStatus.CREATED), any());
        person("战略客户").tag("客户级别", "战略客户", "MANUAL").buys(40, any());
        person("KOL").tag("客户级别", "KOL", "MANUAL").buys(40, any());
        // A stranger whose id differs in case only.
        person("kol").buys(70, any());
        person("银卡").orders(20, new Terms().yuan(600), any());
        person("金卡").orders(20, new Terms().yuan(3_500), any());
        person("钻石卡").orders(20, new Terms().yuan(12_000), any());
        spending("塔尖", 3, 400);
        spending("塔身", 2, 250);
        spending("塔基", 1, 150);
        spending("塔底", 1, 80);
        spending("高客单价", 1, 240);
        bought("新手期", 10);
        bought("成长期", 10, 40);
        bought("成熟期", 10, 40, 70);
        bought("衰退期", 100);
        bought("休眠期", 250);
        bought("死亡", 400);
        bought("总2次以上近1年未购", 400, 450);
    }

    private void spending(String role, int orders, int yuan) {
        Person person = person("花钱-" + role);
        for (int i = 0; i < orders; i++) {
            person.orders(30 * i + 3, new Terms().yuan(yuan), any());
        }
    }

    private void bought(String role, int... daysAgo) {
        Person person = person("时间-" + role);
        for (int days : daysAgo) {
            person.buys(days, any());
        }
    }

    private void who() {
        person("男").field("gender", "男");
        for (int age : new int[] {17, 22, 27, 32, 37, 42, 50}) {
            person("年龄-" + age).field("birthday", plan.to().minusYears(age).toString());
        }
        for (int month = 1; month <= 12; month++) {
            person("生日月-" + month).field("birthday", "1990-%02d-15".formatted(month));
        }
        for (String domain : MemberShop.MAIL) {
            person("邮箱-" + domain).field("email", "somebody@" + domain);
        }
        person("骨灰级网购者").field("registered_at", "2006-03-01");
        for (String source : new String[] {"包裹卡", "AI电话", "店铺渠道", "外部合作"}) {
            person("获客渠道-" + source).orders(50, new Terms().from(source), any());
        }
    }

    private void where() {
        person("同城会员").lives("上海市", "上海市", "南京西路 1 号");
        person("火炉地区会员").lives("湖南省", "长沙市", "五一大道 1 号");
        // The shipped table of flooded cities is empty: staff said so.
        person("水灾地区会员").tag("水灾地区会员", YES, "MANUAL");
        person("公务员").lives("广东省", "佛山市", "岭南大道 12 号民政局");
        person("金融族").lives("广东省", "佛山市", "季华五路 2 号工商银行");
        person("学生群体").lives("广东省", "佛山市", "江湾一路 18 号大学宿舍");
        person("白领族").orders(30, new Terms().to(new Place("广东省", "佛山市", "东方广场 3 座")), any());
    }

    private void howTheyBuy() {
        person("移动购物爱好者")
                .orders(60, new Terms().through("MOBILE"), any())
                .orders(20, new Terms().through("MOBILE"), any());
        discounts("高", 2);
        discounts("中", 1);
        discounts("低", 0);
        person("折扣追求型").orders(80, new Terms().from("JUHUASUAN"), any());
        person("土豪会员").orders(60, new Terms().yuan(20_000), any());
        person("大额消费")
                .orders(90, new Terms().yuan(100), any())
                .orders(10, new Terms().yuan(1_500), any());
        person("连带购买").buys(30, any(), of("抱枕"), of("纸品"));
        for (int yuan : new int[] {40, 80, 120, 200, 400}) {
            person("价位-" + yuan)
                    .orders(50, new Terms().yuan(yuan), any())
                    .orders(45, new Terms().yuan(yuan), any());
        }
        person("回流").buys(200, any()).buys(10, any());
    }

    private void discounts(String role, int discounted) {
        Person person = person("促销敏感度-" + role);
        for (int i = 0; i < 3; i++) {
            person.orders(20 + 30 * i, new Terms().discount(i < discounted ? 10 : 0), any());
        }
    }

    private void whatTheyDo() {
        Person reviewer = person("评价积极度-高");
        Person receiver = person("评价积极度-中");
        Person waiting = person("评价积极度-低");
        for (int days : new int[] {60, 30}) {
            reviewer.does(days, BehaviourType.RECEIVE_MANUAL, "order_id", "T-" + days)
                    .does(days, BehaviourType.REVIEW, "order_id", "T-" + days);
            receiver.does(days, BehaviourType.RECEIVE_MANUAL, "order_id", "T-" + days);
            waiting.does(days, BehaviourType.RECEIVE_AUTO, "order_id", "T-" + days);
        }
        paying("爽快型", 3);
        paying("随意型", 90);
        paying("理智型", 2_000);
        paying("挑剔型", 3).does(15, BehaviourType.COMPLAINT, "value", "色差");
        Person contacted = person("偏好触达");
        for (int days = 40; days > 10; days -= 10) {
            contacted.does(days, BehaviourType.CONTACT, "channel", "WECHAT");
        }
        contacted.does(19, BehaviourType.RESPONSE, "channel", "WECHAT");
        Person looking = person("高意向");
        for (int days = 6; days >= 1; days--) {
            looking.does(days, BehaviourType.VIEW, "category", LINGERIE);
        }
        person("来过").does(8, BehaviourType.VISIT, "channel", "WECHAT");
        person("退货").buys(30, any()).does(20, BehaviourType.RETURN, "order_id", "T-cast-退货-0");
    }

    private Person paying(String role, int minutes) {
        return person("购物性格-" + role)
                .orders(60, new Terms().paidAfter(minutes), any())
                .orders(30, new Terms().paidAfter(minutes), any());
    }

    private void whatIsSaid() {
        for (Map.Entry<String, String[]> key : MemberShop.SAID.entrySet()) {
            for (String value : key.getValue()) {
                person(key.getKey() + "-" + value).tag(key.getKey(), value, "SELF");
            }
        }
        for (String skin : MemberShop.SKIN) {
            person("肤质-" + skin).attribute("肤质", skin);
        }
        for (String allergy : MemberShop.ALLERGIES) {
            person("过敏史-" + allergy).attribute("过敏史", allergy);
        }
        for (String measure : MemberShop.MEASURES) {
            person("尺寸-" + measure).attribute(measure, "86");
        }
    }

    /** For everything that goods can be, somebody who bought two such pieces and nothing else. */
    private void goods() {
        for (Shelf shelf : Goods.SHELVES) {
            for (Choice choice : shelf.choices()) {
                for (String value : choice.values()) {
                    person(shelf.category() + "-" + choice.attribute() + "-" + value)
                            .buys(25, of(shelf, 2, Map.of(choice.attribute(), value)));
                }
            }
        }
    }

    private void trades() {
        sampled("高", true, true);
        sampled("中", true, false);
        sampled("低", false, false);
        for (int gap : new int[] {40, 60, 90, 140, 180, 300, 400}) {
            person("间隔-" + gap).buys(120 + gap, of(LINGERIE)).buys(120, of(LINGERIE));
        }
        Person firm = person("装修公司");
        for (int i = 0; i < 5; i++) {
            firm.orders(
                    20 + 10 * i,
                    new Terms().to(new Place("广东省", "佛山市", "文华北路 " + i + " 号")),
                    of("沙发"));
        }
        person("搭配购买").buys(30, of("沙发"), of("抱枕"));
        person("按摩袋").buys(30, named("内置按摩袋文胸"));
    }

    /** Two samples, and whether each was followed by something of its category. */
    private void sampled(String role, boolean first, boolean second) {
        Person person = person("小样接受度-" + role);
        sample(person, 300, 0, first);
        sample(person, 200, 1, second);
    }

    private static void sample(Person person, int daysAgo, int number, boolean followed) {
        person.buys(daysAgo, Goods.sample(number));
        if (followed) {
            person.buys(daysAgo - 20, of(Goods.SAMPLED));
        }
    }

    private void scenes() {
        person("场景-休闲铆钉").buys(30, of(shelf("女装"), 1, Map.of("风格", "休闲", "元素", "铆钉")));
        person("场景-流失期").buys(170, of("沙发")).buys(120, of("沙发"));
        person("场景-美妆")
                .attribute("肤质", "干性")
                .buys(90, Goods.sample(2))
                .buys(80, Goods.sample(3))
                .buys(70, of(Goods.SAMPLED));
        person("场景-消耗品").buys(30, of("纸品"));
        person("场景-非易耗品").buys(90, any()).buys(60, any()).buys(30, any());
    }

    private static Item any() {
        return of("抱枕");
    }

    private static Item of(String category) {
        return of(shelf(category), 1, Map.of());
    }

    private static Item of(Shelf shelf, int pieces, Map<String, String> attributes) {
        return new Item(
                shelf.code() + "-0",
                shelf.styles()[0] + shelf.products()[0],
                shelf.category(),
                pieces,
                shelf.yuan()[0] * 100L,
                new TreeMap<>(attributes)); // Map.of has another order in every JVM
    }

    private static Item named(String name) {
        return new Item("NY-90", name, LINGERIE, 1, 12_900, Map.of());
    }

    private static Shelf shelf(String category) {
        for (Shelf shelf : Goods.SHELVES) {
            if (shelf.category().equals(category)) {
                return shelf;
            }
        }
        throw new IllegalArgumentException("the shop sells no " + category);
    }
}
