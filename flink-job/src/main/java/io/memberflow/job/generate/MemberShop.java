package io.memberflow.job.generate;

import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the shop knows of its members: every one of them filled in a form when the plan began, seven
 * in ten with an address; one in five had it changed since; staff and buyers gave some of them
 * tags.
 */
final class MemberShop {

    static final String[] MAIL = {
        "qq.com",
        "163.com",
        "126.com",
        "gmail.com",
        "hotmail.com",
        "sina.com",
        "sohu.com",
        "yahoo.com",
        "139.com",
        "example.com"
    };
    static final String[] SKIN = {"中性", "干性", "油性", "混合性", "敏感性", "痘痘肌"};
    static final String[] ALLERGIES = {"无", "有", "酒精过敏", "香料过敏"};
    static final String[] MEASURES = {"上胸围", "下胸围", "臀围"};

    /** What staff or buyers say, by key. */
    static final Map<String, String[]> SAID = said();

    private static final long PROFILES = 12;

    private final ShopPlan plan;
    private final Shoppers shoppers;
    private final EventJson json;

    MemberShop(ShopPlan plan) {
        this.plan = plan;
        this.shoppers = new Shoppers(plan);
        this.json = new EventJson(plan);
    }

    void write(Writer out) throws IOException {
        for (int member = 0; member < plan.members(); member++) {
            Dice dice = Dice.of(plan.seed(), PROFILES, member);
            write(form(member, dice), out);
            if (dice.chance(0.2)) {
                write(change(member, dice), out);
            }
        }
        if (plan.cast()) {
            for (Known known : new Cast(plan).known()) {
                write(known, out);
            }
        }
    }

    private void write(Known known, Writer out) throws IOException {
        out.write(json.write(known));
        out.write('\n');
    }

    private Known form(int member, Dice dice) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("nick", "买家" + (1_000 + member));
        if (dice.chance(0.9)) {
            fields.put("gender", dice.chance(0.7) ? "女" : "男");
        }
        if (dice.chance(0.8)) {
            int age = (int) Math.max(16, 30 + 8 * dice.bell());
            fields.put(
                    "birthday", plan.from().minusYears(age).minusDays(dice.below(365)).toString());
        }
        fields.put("registered_at", registered(dice).toString());
        if (dice.chance(0.6)) {
            fields.put("email", "buyer" + member + "@" + dice.oneOf(MAIL));
        }
        if (dice.chance(0.7)) {
            live(Place.of(plan, member), fields);
        }
        Map<String, String> attributes = new TreeMap<>();
        if (dice.chance(0.3)) {
            attributes.put("肤质", dice.oneOf(SKIN));
        }
        if (dice.chance(0.1)) {
            attributes.put("过敏史", dice.oneOf(ALLERGIES));
        }
        if (dice.chance(0.1)) {
            for (String measure : MEASURES) {
                attributes.put(measure, "" + (70 + dice.below(25)));
            }
        }
        return new Known(shoppers.id(member), at(0, dice), fields, attributes, tags(0.05, dice));
    }

    private Known change(int member, Dice dice) {
        Map<String, String> fields = new TreeMap<>();
        if (dice.chance(0.3)) {
            live(dice.oneOf(Place.HOMES), fields);
        }
        return new Known(
                shoppers.id(member),
                at(1 + dice.below(plan.days()), dice),
                fields,
                Map.of(),
                tags(0.1, dice));
    }

    private LocalDate registered(Dice dice) {
        long first = LocalDate.of(2003, 5, 1).toEpochDay();
        return LocalDate.ofEpochDay(
                first + dice.below((int) (plan.from().toEpochDay() - first) + 1));
    }

    /** A second of a day of the plan, from 0; never after its end. */
    private long at(int day, Dice dice) {
        long start = plan.from().atStartOfDay(plan.zone()).toEpochSecond();
        return Math.min(plan.end() - 1, start + day * 86_400L + dice.below(86_400));
    }

    private static List<Known.Tag> tags(double each, Dice dice) {
        List<Known.Tag> tags = new ArrayList<>();
        for (Map.Entry<String, String[]> key : SAID.entrySet()) {
            if (dice.chance(each)) {
                tags.add(
                        new Known.Tag(
                                key.getKey(),
                                dice.oneOf(key.getValue()),
                                dice.chance(0.5) ? "MANUAL" : "SELF"));
            }
        }
        return tags;
    }

    private static void live(Place home, Map<String, String> fields) {
        fields.put("province", home.province());
        fields.put("city", home.city());
        fields.put("address", home.address());
    }

    private static Map<String, String[]> said() {
        Map<String, String[]> said = new TreeMap<>();
        said.put("偏好交流方式", new String[] {"QQ", "微信", "短信", "邮件", "旺旺"});
        said.put("愿接受信息", new String[] {"新品首发", "会员活动", "热销推荐", "店铺活动", "促销活动"});
        said.put("职业", new String[] {"教师", "医生", "会计", "学生", "工程师"});
        said.put("兴趣爱好", new String[] {"摄影", "旅行", "烘焙", "跑步"});
        said.put("情感状态", new String[] {"单身", "恋爱", "已婚"});
        said.put("身高", new String[] {"155-160", "160-165", "165-170", "170以上"});
        said.put("月收入", new String[] {"5000以下", "5000-10000", "10000以上"});
        said.put("学历", new String[] {"高中及以下", "大专", "本科", "硕士", "博士"});
        said.put("子女年龄", new String[] {"0-3", "3-6", "6-12"});
        return said;
    }
}
