using System.Globalization;

namespace LocalDapr.Runtime.Expressions;

/// <summary>Compiles an expression by recursive descent, one method for each precedence level of CEL's grammar.</summary>
internal sealed class CelParser(string text, IEnumerable<string> variables)
{
    private const int MaxDepth = 64;

    private readonly CelTokens _tokens = new(text);
    private readonly List<string> _variables = [.. variables];
    private int _depth;

    public CelNode Parse()
    {
        var root = Conditional();
        return _tokens.IsEmpty ? root : throw _tokens.Unexpected("an operator");
    }

    private CelNode Conditional()
    {
        // Every nesting of an expression comes by here.
        if (++_depth > MaxDepth)
            throw _tokens.Error("it is nested too deeply");
        var node = Or();
        if (_tokens.Take("?"))
        {
            var (condition, then) = (node, Conditional());
            _tokens.Require(":");
            var otherwise = Conditional();
            node = variables => condition(variables) is bool value ? value ? then(variables) : otherwise(variables) : null;
        }

        _depth--;
        return node;
    }

    private CelNode Or()
    {
        var node = And();
        while (_tokens.Take("||"))
        {
            var (left, right) = (node, And());
            node = variables => left(variables) is true || right(variables) is true;
        }

        return node;
    }

    private CelNode And()
    {
        var node = Relation();
        while (_tokens.Take("&&"))
        {
            var (left, right) = (node, Relation());
            node = variables => left(variables) is true && right(variables) is true;
        }

        return node;
    }

    private CelNode Relation()
    {
        var node = Sum();
        while (_tokens.TakeAny("==", "!=", "<", "<=", ">", ">=", "in") is { } sign)
        {
            var (left, right) = (node, Sum());
            node = variables => CelOperators.Relate(sign, left(variables), right(variables));
        }

        return node;
    }

    private CelNode Sum()
    {
        var node = Product();
        while (_tokens.TakeAny("+", "-") is { } sign)
        {
            var (left, right) = (node, Product());
            node = variables => CelOperators.Calculate(sign, left(variables), right(variables));
        }

        return node;
    }

    private CelNode Product()
    {
        var node = Unary();
        while (_tokens.TakeAny("*", "/", "%") is { } sign)
        {
            var (left, right) = (node, Unary());
            node = variables => CelOperators.Calculate(sign, left(variables), right(variables));
        }

        return node;
    }

    private CelNode Unary()
    {
        var (isNot, isMinus) = (false, false);
        while (_tokens.TakeAny("!", "-") is { } sign)
            (isNot, isMinus) = sign == "!" ? (!isNot, isMinus) : (isNot, !isMinus);
        var node = Member();
        var positive = isMinus ? variables => CelOperators.Calculate("-", 0L, node(variables)) ?? CelOperators.Calculate("-", 0d, node(variables)) : node;
        return isNot ? variables => positive(variables) is bool value ? !value : null : positive;
    }

    private CelNode Member()
    {
        var node = Primary();
        while (_tokens.TakeAny(".", "[") is { } sign)
        {
            var target = node;
            if (sign == "[")
            {
                var index = Conditional();
                _tokens.Require("]");
                node = variables => CelOperators.Element(target(variables), index(variables));
                continue;
            }

            var name = _tokens.TakeKind("name") ?? throw _tokens.Unexpected("a name");
            node = _tokens.Take("(") ? CelFunctions.Bind(name, [target, .. Items(")")], isMethod: true) ?? throw Unknown(name) : Field(target, name);
        }

        return node;
    }

    private CelNode Primary()
    {
        if (_tokens.Take("("))
        {
            var inner = Conditional();
            _tokens.Require(")");
            return inner;
        }

        if (_tokens.Take("["))
        {
            var items = Items("]");
            return variables => items.ConvertAll(item => item(variables));
        }

        if (_tokens.TakeKind("name") is not { } name)
            return Constant(Literal() ?? throw _tokens.Unexpected("a value"));
        if (_tokens.Take("("))
            return CelFunctions.Bind(name, Items(")"), isMethod: false) ?? throw Unknown(name);
        return name switch
        {
            "true" or "false" => Constant(name == "true"),
            "null" => Constant(value: null),
            _ when _variables.Contains(name) => variables => variables(name),
            _ => throw _tokens.Error($"there is no '{name}'; there is {string.Join(", ", _variables)}"),
        };
    }

    private object? Literal()
    {
        if (_tokens.TakeKind("text") is { } quoted)
            return CelText.Unquote(quoted);
        if (_tokens.TakeKind("real") is { } real)
            return double.Parse(real, CultureInfo.InvariantCulture);
        if (_tokens.TakeKind("whole") is not { } whole)
            return null;
        return long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw _tokens.Error($"{whole} is too large");
    }

    private List<CelNode> Items(string end)
    {
        var items = new List<CelNode>();
        if (_tokens.Take(end))
            return items;
        do
            items.Add(Conditional());
        while (_tokens.Take(","));
        _tokens.Require(end);
        return items;
    }

    private static CelNode Field(CelNode target, string name) => variables => CelOperators.Element(target(variables), name);

    private static CelNode Constant(object? value) => _ => value;

    private Errors.ConfigurationException Unknown(string name) => _tokens.Error($"{name}() is not supported, or not with these arguments");
}
